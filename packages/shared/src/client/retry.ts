import type { Budget } from './budget.ts'
import type { Call, Layer, Outcome } from './call.ts'
import { sleep, type Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { startFlight } from './flight.ts'
import { isNotProcessed, judge, type Verdict } from './retry-table.ts'

const attemptsMax = 3
const waitsMax = 10
/** An attempt with less time left is not worth its connection. */
const restMsMin = 20

export type RetryOptions = {
  readonly clock: Clock
  readonly random: () => number
  readonly budget: Budget
  readonly tell: Tell
}

/**
 * Repeats what may be repeated, at most three attempts, with full jitter between them, within a
 * budget. Below `deadline`, which bounds all attempts together, and `key`, which says what may be
 * repeated; above `balance`, so that the next attempt goes to another endpoint.
 */
export function retry(options: RetryOptions): Layer {
  const { clock, random, budget, tell } = options
  return next => async call => {
    const { progress } = call
    budget.deposit()
    let waits = 0
    // Whether an attempt before this one may have been executed.
    let mayBeDone = false
    let { flight } = call
    for (let attempt = 1; ;) {
      const outcome = await next({ ...call, attempt, flight })
      const wasRefused = isNotProcessed(outcome)
      if (flight.isSent && wasRefused) progress.open--
      const verdict = judge(call, outcome)
      if (verdict.kind === 'done') return settled(call, outcome, mayBeDone)
      const isWait = verdict.kind === 'wait'
      const isLast = isWait ? ++waits > waitsMax : isEnough(attempt, progress.attempts)
      const pause = pauseOf(verdict, attempt, random)
      const isTooLate = clock.now() + pause + restMsMin > call.deadlineAt
      if (isLast || isTooLate) return settled(call, outcome, mayBeDone)
      const why = describe(outcome)
      if (!isFree(verdict, progress.attempts) && !budget.withdraw()) {
        tell({ kind: 'budget-empty', why }, call)
        return settled(call, outcome, mayBeDone)
      }
      tell({ kind: 'retried', attempt, why }, call)
      if (pause > 0) await sleep(clock, pause)
      if (progress.isGivenUp) return settled(call, outcome, mayBeDone)
      mayBeDone ||= flight.isSent && !wasRefused
      flight = startFlight(progress)
      // Waiting for the first request with our key is no new try of the work.
      if (isWait) progress.attempts--
      else attempt++
    }
  }
}

/** A hedge makes more attempts than this layer has begun. */
function isEnough(begun: number, made: number): boolean {
  return Math.max(begun, made) >= attemptsMax
}

/**
 * What nobody has taken burdens nobody; the first that was not executed is moved elsewhere rather
 * than repeated; and a wait was told by the one that is asked again.
 */
function isFree(verdict: Verdict, made: number): boolean {
  return made === 0 || verdict.kind === 'wait' || (verdict.kind === 'now' && made === 1)
}

/**
 * A repeated DELETE that finds nothing has been done by an earlier attempt, if that one can have
 * been executed.
 */
function settled(call: Call, outcome: Outcome, mayBeDone: boolean): Outcome {
  const isGone = outcome.kind === 'reply' && outcome.status === 404
  return isGone && call.method === 'DELETE' && mayBeDone
    ? { ...outcome, status: 204, body: '' }
    : outcome
}

function pauseOf(verdict: Verdict, attempt: number, random: () => number): number {
  switch (verdict.kind) {
    case 'done':
      return 0
    case 'now':
      // Who was refused twice has met more than one bad instance, or the only one there is.
      return attempt === 1 ? 0 : jitterMs(attempt, random)
    case 'later':
      return jitterMs(attempt, random)
    case 'wait':
      return verdict.ms
  }
  return verdict satisfies never
}

function jitterMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(250, 25 * 2 ** attempt))
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'reply' ? `status ${outcome.status}` : outcome.reason
}
