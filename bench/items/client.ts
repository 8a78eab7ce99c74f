import type { Item } from '../support/bench.ts'
import { bareCaller, stackCaller, type Caller } from '../support/callers.ts'
import { costOf, type Cost } from '../support/closed-loop.ts'
import { endpointAt, startPeer } from '../support/peers.ts'
import type { Measure } from '../support/report.ts'
import { median } from '../support/statistics.ts'

const timesMax = 1.6
const atOnce = 16

/** One caller's turn: with many at once, and with one after the other. */
type Turn = { readonly many: Cost; readonly single: Cost }

/** What all that stands between a service and the wire costs. */
export const client: Item = {
  name: 'client',
  about: `a call through the client stack | through an undici pool alone; ${atOnce} at once`,
  async run({ checkout, quick, tell }) {
    const peer = await startPeer(checkout)
    const at = endpointAt(peer.port)
    const callers = { stack: stackCaller(at), bare: bareCaller(at) }
    const calls = quick ? 1_000 : 5_000
    const turn = async ({ call }: Caller): Promise<Turn> => ({
      many: await costOf(call, { calls, atOnce }),
      single: await costOf(call, { calls: calls / 5, atOnce: 1 })
    })
    const pairs: { readonly stack: Turn; readonly bare: Turn }[] = []
    try {
      for (let pair = 0; pair <= (quick ? 5 : 12); pair++) {
        tell(pair === 0 ? 'warming up' : `pair ${pair}`)
        const turns = { bare: await turn(callers.bare), stack: await turn(callers.stack) }
        // The first pair compiles what the others run.
        if (pair > 0) pairs.push(turns)
      }
    } finally {
      await Promise.all([callers.stack.close(), callers.bare.close()])
      peer.stop()
    }
    const both = (name: string, unit: string, read: (turn: Turn) => number): Measure => ({
      name,
      value: median(pairs.map(({ stack }) => read(stack))),
      others: [median(pairs.map(({ bare }) => read(bare)))],
      unit
    })
    return [
      both('CPU', 'µs', ({ many }) => many.cpuUs),
      {
        name: `CPU, median ratio of ${pairs.length} pairs`,
        value: median(pairs.map(({ stack, bare }) => stack.many.cpuUs / bare.many.cpuUs)),
        unit: 'times',
        max: timesMax
      },
      both('calls a second', '', ({ many }) => many.perSecond),
      both('latency p50', 'ms', ({ many }) => many.p50Ms),
      both('latency p99', 'ms', ({ many }) => many.p99Ms),
      both('latency p50, one after the other', 'ms', ({ single }) => single.p50Ms),
      both('latency p99, one after the other', 'ms', ({ single }) => single.p99Ms)
    ]
  }
}
