import type { Item } from '../support/bench.ts'
import { bareCaller, stackCaller, type Caller } from '../support/callers.ts'
import { costOf } from '../support/closed-loop.ts'
import { endpointAt, startPeer } from '../support/peers.ts'
import { profile } from '../support/profile.ts'
import type { Measure } from '../support/report.ts'
import { median } from '../support/statistics.ts'

const atOnce = 16

/** Files of the client that are shown, in the order in which a call meets them; the others help these. */
export const layers = [
  'client',
  'context',
  'deadline',
  'cache',
  'throttle',
  'limit',
  'key',
  'retry',
  'hedge',
  'route',
  'balance',
  'breaker',
  'bulkhead',
  'observe',
  'timeout',
  'attempt-span',
  'send',
  'result'
] as const

const rest = ['undici', 'node', 'garbage', 'bench'] as const

/** Microseconds of CPU by place, for one call. */
type Shares = ReadonlyMap<string, number>

/** Which layer costs what. */
export const clientLayers: Item = {
  name: 'client-layers',
  about: 'CPU of a call by file, with what the file calls: median | least | most of the rounds',
  isLong: true,
  async run({ checkout, quick, tell }) {
    const peer = await startPeer(checkout)
    const at = endpointAt(peer.port)
    const [stack, bare] = [stackCaller(at), bareCaller(at)]
    const calls = quick ? 5_000 : 20_000
    const rounds: { readonly stack: Shares; readonly bare: Shares }[] = []
    try {
      for (let round = 0; round <= (quick ? 3 : 7); round++) {
        tell(round === 0 ? 'warming up' : `round ${round}`)
        const taken = { stack: await sharesOf(stack, calls), bare: await sharesOf(bare, calls) }
        // The first round compiles what the others run.
        if (round > 0) rounds.push(taken)
      }
    } finally {
      await Promise.all([stack.close(), bare.close()])
      peer.stop()
    }
    const stacks = rounds.map(round => round.stack)
    const bares = rounds.map(round => round.bare)
    return [
      ...layers.map(place => figure(place, stacks, [place])),
      figure('all of these', stacks, layers),
      ...rest.map(place => figure(`under the stack: ${place}`, stacks, [place])),
      ...rest.map(place => figure(`under undici alone: ${place}`, bares, [place]))
    ]
  }
}

/** The profiler slows all that it watches, so the whole is taken without it, and the shares with it. */
async function sharesOf({ call }: Caller, calls: number): Promise<Shares> {
  const run = (): ReturnType<typeof costOf> => costOf(call, { calls, atOnce })
  const { cpuUs } = await run()
  const shares = await profile(run, placeOf)
  return new Map([...shares].map(([place, share]) => [place, share * cpuUs]))
}

function placeOf(url: string): string | undefined {
  const [, file] = /\/packages\/shared\/src\/client\/([\w-]+)\.ts$/.exec(url) ?? []
  if (file !== undefined) return (layers as readonly string[]).includes(file) ? file : undefined
  if (url.includes('/node_modules/undici/')) return 'undici'
  return url.includes('/bench/') ? 'bench' : undefined
}

function figure(name: string, rounds: readonly Shares[], places: readonly string[]): Measure {
  const sums = rounds.map(round => places.reduce((sum, place) => sum + (round.get(place) ?? 0), 0))
  return { name, value: median(sums), others: [Math.min(...sums), Math.max(...sums)], unit: 'µs' }
}
