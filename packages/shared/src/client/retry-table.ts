import type { Call, FailureReason, Outcome } from './call.ts'

/** What to do after an attempt. */
export type Verdict =
  | { readonly kind: 'done' }
  /** Elsewhere and at once: nothing was executed. */
  | { readonly kind: 'now' }
  /** After a back-off. */
  | { readonly kind: 'later' }
  /** The first request with this key is still being executed: ask again when told. */
  | { readonly kind: 'wait'; readonly ms: number }

/**
 * The table of what may be repeated. A callee that used up its own retries says so, and is not
 * asked again.
 */
export function judge(call: Pick<Call, 'repeat'>, outcome: Outcome): Verdict {
  if (outcome.kind === 'failure') return judgeFailure(call, outcome.sent, outcome.reason)
  if (isFinal(outcome.headers)) return done
  if (isNotProcessed(outcome)) return now
  const { status } = outcome
  if (status === 409 && call.repeat === 'keyed' && isInFlight(outcome.body)) {
    return { kind: 'wait', ms: retryAfterMs(outcome.headers['retry-after']) }
  }
  const isTransient = status === 502 || status === 503 || status === 504
  return isTransient && call.repeat !== 'unkeyed' ? later : done
}

/**
 * A refusal before anything was executed: 503 with the mark, 421 of a service that we did not mean, or
 * 429. A 429 that says it is final is
 * a rule of the business, such as a limit that all instances share.
 */
export function isNotProcessed(outcome: Outcome): boolean {
  if (outcome.kind === 'failure') return false
  const { status, headers } = outcome
  if (status === 421) return true
  if (status === 429) return !isFinal(headers)
  return status === 503 && headers['x-not-processed'] === '1'
}

/** A callee that has used up its own retries, or refuses for all of its instances, says so. */
export function isFinal(headers: Readonly<Record<string, string>>): boolean {
  return headers['x-retry'] === 'no'
}

function judgeFailure(call: Pick<Call, 'repeat'>, sent: boolean, reason: FailureReason): Verdict {
  switch (reason) {
    case 'deadline':
    case 'too-large':
    case 'limited':
    case 'throttled':
    case 'open':
      return done
    // No endpoint yet, or all of them full: at once would only spin.
    case 'no-endpoint':
    case 'overload':
      return later
    case 'refused':
    case 'lost':
    case 'attempt-timeout':
      if (!sent) return now
      return call.repeat === 'unkeyed' ? done : later
  }
  return reason satisfies never
}

function isInFlight(body: string): boolean {
  return body.includes('"IDEMPOTENCY_IN_FLIGHT"')
}

/** Seconds, as our services send them; a second where the header is missing or a date. */
function retryAfterMs(header: string | undefined): number {
  const seconds = Number(header)
  return seconds > 0 ? seconds * 1000 : 1000
}

const done: Verdict = { kind: 'done' }
const now: Verdict = { kind: 'now' }
const later: Verdict = { kind: 'later' }
