import type { Item } from '../support/bench.ts'
import { createClient, request, stackCaller } from '../support/callers.ts'
import { endpointAt, startPeer } from '../support/peers.ts'
import type { Measure } from '../support/report.ts'
import { percentile } from '../support/statistics.ts'

const deadlineMs = 200
const moreThanTimerMsMax = 20
const othersAtOnce = 16

/** Milliseconds after the deadline: of a call, and of a plain timer that was set just before it. */
type Late = { readonly call: number; readonly timer: number }

/** How exactly a deadline is kept, which no test with a fake clock can tell. */
export const clientDeadline: Item = {
  name: 'client-deadline',
  about: `a call without an answer comes back so long after its ${deadlineMs} ms: p50 | p99 | most`,
  async run({ checkout, quick, tell }) {
    const [silent, peer] = await Promise.all([
      startPeer(checkout, 'silent-peer.ts'),
      startPeer(checkout)
    ])
    const waves = quick ? 5 : 25
    const measure = async (name: string, atOnce: number): Promise<readonly Measure[]> => {
      tell(name)
      const late: Late[] = []
      // The first wave compiles what the others run.
      for (let wave = 0; wave <= waves; wave++) {
        const taken = await lateness(silent.port, atOnce)
        if (wave > 0) late.push(...taken)
      }
      return figures(name, late)
    }
    try {
      const quiet = [...(await measure('16 at once', 16)), ...(await measure('100 at once', 100))]
      const others = keepCalling(peer.port)
      const loaded = await measure(`100 at once beside ${othersAtOnce} answered ones`, 100)
      await others.stop()
      return [...quiet, ...loaded]
    } finally {
      silent.stop()
      peer.stop()
    }
  }
}

function figures(name: string, late: readonly Late[]): readonly Measure[] {
  const read = (values: readonly number[]): Pick<Measure, 'value' | 'others'> => ({
    value: percentile(values, 0.5),
    others: [percentile(values, 0.99), percentile(values, 1)]
  })
  const more = late.map(({ call, timer }) => call - timer)
  return [
    { name, ...read(late.map(({ call }) => call)), unit: 'ms' },
    { name: '  a plain timer meanwhile', ...read(late.map(({ timer }) => timer)), unit: 'ms' },
    {
      name: '  more than the timer: p99',
      value: percentile(more, 0.99),
      unit: 'ms',
      max: moreThanTimerMsMax
    }
  ]
}

/** With a client of its own: the breaker of one that has seen such a peer refuses at once. */
async function lateness(port: number, atOnce: number): Promise<readonly Late[]> {
  // An endpoint takes 64 calls at once.
  const client = createClient(['silent-1', 'silent-2', 'silent-3'].map(id => endpointAt(port, id)))
  const one = async (): Promise<Late> => {
    const startedAt = performance.now()
    const late = (): number => performance.now() - startedAt - deadlineMs
    const timer = new Promise<number>(resolve => setTimeout(() => resolve(late()), deadlineMs))
    const { kind } = await client.call({ ...request, deadlineMs })
    const call = late()
    if (kind !== 'deadline') throw new Error(`a call without an answer ended as ${kind}`)
    return { call, timer: await timer }
  }
  try {
    return await Promise.all(Array.from({ length: atOnce }, one))
  } finally {
    await client.close()
  }
}

/** Keeps this process at work with calls that are answered, as a service is. */
function keepCalling(port: number): { stop(): Promise<void> } {
  const { call, close } = stackCaller(endpointAt(port))
  let isWanted = true
  const work = async (): Promise<void> => {
    while (isWanted) await call()
  }
  const working = Promise.all(Array.from({ length: othersAtOnce }, work))
  // Whoever stops it is told.
  working.catch(() => undefined)
  return {
    async stop() {
      isWanted = false
      await working
      await close()
    }
  }
}
