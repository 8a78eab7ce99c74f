import type { Budget } from './budget.ts'
import type { Call, Layer, Outcome, Send } from './call.ts'
import type { Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { giveUpFlight, startFlight } from './flight.ts'
import type { Latencies } from './latencies.ts'
import { createRolling } from './rolling.ts'

const waitMsMin = 30
const shareMax = 0.05
const windowSeconds = 10

export type HedgeOptions = {
  readonly clock: Clock
  readonly latencies: Latencies
  readonly budget: Budget
  readonly tell: Tell
}

/**
 * Asks a second endpoint when the first takes longer than 95 % of the answers do, and takes what
 * comes first (Dean and Barroso, "The tail at scale"). Only for safe calls that ask for it, once,
 * for at most 5 % of them, and for what the budget has left. Below `retry`, to which both together
 * are one attempt; above `balance`, which picks another endpoint for the second.
 */
export function hedge(options: HedgeOptions): Layer {
  const [asked, hedged] = [0, 1]
  const window = createRolling({ bucketMs: 1_000, buckets: windowSeconds, columns: 2 })
  const { clock, latencies, budget, tell } = options
  const mayHedge = (): boolean => {
    const now = clock.now()
    const isRare = window.sum(hedged, now) < window.sum(asked, now) * shareMax
    if (!isRare || !budget.withdraw()) return false
    window.add(hedged, 1, now)
    return true
  }
  return next => call => {
    if (!call.hedge || call.repeat !== 'safe' || call.attempt > 1) return next(call)
    window.add(asked, 1, clock.now())
    const usualMs = latencies.percentile(call.operation, 0.95)
    if (usualMs === undefined) return next(call)
    return race(call, next, {
      clock,
      waitMs: Math.max(waitMsMin, Math.round(usualMs)),
      begin() {
        if (!mayHedge()) return false
        tell({ kind: 'hedged' }, call)
        return true
      }
    })
  }
}

function race(
  call: Call,
  next: Send,
  { clock, waitMs, begin }: { clock: Clock; waitMs: number; begin: () => boolean }
): Promise<Outcome> {
  const second = startFlight(call.progress)
  return new Promise((resolve, reject) => {
    let running = 1
    const end = (loser: Call['flight']) => (outcome: Outcome) => {
      cancel()
      running--
      // A failure is worth waiting for the other one, if that is still under way.
      if (!isGood(outcome) && running > 0) return
      if (second.isSent) call.flight.isSent = true
      resolve(outcome)
      giveUpFlight(loser)
    }
    const cancel = clock.after(waitMs, () => {
      if (call.progress.isGivenUp || !begin()) return
      running++
      next({ ...call, attempt: call.attempt + 1, flight: second }).then(end(call.flight), reject)
    })
    next(call).then(end(second), reject)
  })
}

function isGood(outcome: Outcome): boolean {
  return outcome.kind === 'reply' && outcome.status < 500
}
