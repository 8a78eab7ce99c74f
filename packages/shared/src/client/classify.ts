import type { AttemptLimits } from './attempt-limits.ts'
import type { Call, Outcome } from './call.ts'
import { isFinal, isNotProcessed } from './retry-table.ts'

/** What an attempt says of the endpoint that it went to. */
export type Health = 'good' | 'bad' | 'nothing'

/**
 * Judges an attempt, once for the breaker, the balancer and the figures. 4xx is an answer like any
 * other but for 421. A refusal before anything was executed comes from an instance that is busy, not
 * broken; one that has used up its own retries, or the time that the attempt gave it (504), works, and
 * something behind it may not: with its breaker open, what it can do without that would be gone as well.
 * The balancer thinks less of all of them.
 * What was given up by this side, or cut short by the call's own limit, says something only if it had
 * half of an attempt's time: else a hung instance would never be found by calls in a hurry.
 */
export function healthOf(
  call: Call,
  outcome: Outcome,
  { elapsedMs, limits }: { readonly elapsedMs: number; readonly limits: AttemptLimits }
): Health {
  if (outcome.kind === 'reply') {
    // Another service has the address by now.
    if (outcome.status === 421) return 'bad'
    if (outcome.status < 500) return 'good'
    const isBehindIt =
      outcome.status === 504 || (outcome.status !== 500 && isFinal(outcome.headers))
    return isBehindIt || isNotProcessed(outcome) ? 'nothing' : 'bad'
  }
  switch (outcome.reason) {
    case 'overload':
    case 'limited':
    case 'throttled':
    case 'open':
    case 'no-endpoint':
      return 'nothing'
    case 'deadline':
      return wasPatient(elapsedMs, limits.most(call)) ? 'bad' : 'nothing'
    case 'refused':
    case 'lost':
      return !call.flight.isGivenUp || wasPatient(elapsedMs, limits.most(call)) ? 'bad' : 'nothing'
    case 'attempt-timeout':
    case 'too-large':
      return 'bad'
  }
  return outcome.reason satisfies never
}

/**
 * What a span says of an attempt, or of a whole call, that brought no answer to its question; nothing of one
 * that did, a refusal by a rule of the business included.
 */
export function errorOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'failure') return outcome.reason
  if (outcome.status === 421) return 'misdirected'
  return outcome.status >= 500 ? `status ${outcome.status}` : undefined
}

/** Whether an attempt, or a call, that this side ended had half of an attempt's time. */
export function wasPatient(elapsedMs: number, attemptMs: number): boolean {
  return elapsedMs >= attemptMs / 2
}
