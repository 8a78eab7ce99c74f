import type { Bench, Item } from '../support/bench.ts'
import { bareCaller, stackCaller, type Caller } from '../support/callers.ts'
import { costOf, type Cost } from '../support/closed-loop.ts'
import { endpointAt, startPeer, type Peer } from '../support/peers.ts'
import type { Measure } from '../support/report.ts'
import { gotCaller, moleculerCaller } from '../support/rival-callers.ts'
import { installRivals } from '../support/rivals.ts'
import { median } from '../support/statistics.ts'

const atOnce = 16

type Named = { readonly name: string; readonly caller: Caller }
/** What each came to in one round, in the order of the callers. */
type Round = readonly Cost[]

/** The same work through what others use for it. */
export const clientRivals: Item = {
  name: 'client-rivals',
  about: 'the same call by others: CPU µs | calls a second | p50 µs | p99 µs',
  isLong: true,
  whyNot: installRivals,
  async run(bench) {
    const { checkout, quick, tell } = bench
    const peers: Peer[] = []
    const callers: Named[] = []
    try {
      peers.push(await startPeer(checkout), await startPeer(checkout, 'moleculer-peer.ts'))
      callers.push(...(await openCallers(bench, peers)))
      const calls = quick ? 1_000 : 5_000
      const rounds: Round[] = []
      for (let round = 0; round <= (quick ? 3 : 9); round++) {
        tell(round === 0 ? 'warming up' : `round ${round}`)
        const costs = await measureAll(callers, { calls, first: round })
        // The first round compiles what the others run.
        if (round > 0) rounds.push(costs)
      }
      return callers.flatMap(({ name }, index) => figures(name, index, rounds))
    } finally {
      await Promise.all(callers.map(({ caller }) => caller.close()))
      peers.forEach(peer => peer.stop())
    }
  }
}

async function openCallers(
  { checkout, tell }: Bench,
  [peer, node]: readonly Peer[]
): Promise<readonly Named[]> {
  if (peer === undefined || node === undefined) throw new RangeError('two peers are needed')
  const at = endpointAt(peer.port)
  tell('waiting until the nodes of Moleculer have found each other')
  const [plain, guarded] = await Promise.all(
    [false, true].map(isGuarded => moleculerCaller(checkout, { port: node.port, isGuarded }))
  )
  if (plain === undefined || guarded === undefined) throw new RangeError('two nodes are needed')
  return [
    { name: 'undici alone', caller: bareCaller(at) },
    { name: 'client stack', caller: stackCaller(at) },
    { name: 'got', caller: gotCaller(checkout, peer.port) },
    { name: 'moleculer', caller: plain },
    { name: 'moleculer, all guards on', caller: guarded }
  ]
}

/** Each round begins with another, so that none always runs after the same. */
async function measureAll(
  callers: readonly Named[],
  { calls, first }: { readonly calls: number; readonly first: number }
): Promise<Round> {
  const costs = new Array<Cost>(callers.length)
  for (let step = 0; step < callers.length; step++) {
    const index = (first + step) % callers.length
    const { caller } = callers[index] as Named
    costs[index] = await costOf(caller.call, { calls, atOnce })
  }
  return costs
}

function figures(name: string, index: number, rounds: readonly Round[]): readonly Measure[] {
  const own = rounds.flatMap(round => round[index] ?? [])
  const ratios = rounds.map(round => (round[index]?.cpuUs ?? NaN) / (round[0]?.cpuUs ?? NaN))
  const of = (read: (cost: Cost) => number): number => median(own.map(read))
  const others = [
    of(({ perSecond }) => perSecond),
    of(({ p50Ms }) => p50Ms * 1_000),
    of(({ p99Ms }) => p99Ms * 1_000)
  ]
  const cost: Measure = { name, value: of(({ cpuUs }) => cpuUs), others, unit: '' }
  if (index === 0) return [cost]
  return [
    cost,
    { name: '  CPU, median ratio to undici alone', value: median(ratios), unit: 'times' }
  ]
}
