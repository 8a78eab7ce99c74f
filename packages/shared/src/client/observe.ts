import type { AttemptLimits } from './attempt-limits.ts'
import type { Layer, Outcome } from './call.ts'
import { healthOf, type Health } from './classify.ts'
import type { Clock } from './clock.ts'
import type { Latencies } from './latencies.ts'
import type { Traffic } from './traffic.ts'
import type { Vitals } from './vitals.ts'

/**
 * Takes the time of every attempt for whoever reads it: the balancer, the limits of attempts, the
 * status page. Above `timeout`, so that an attempt that hangs is counted as the error it is; below
 * `bulkhead`, whose refusals take no time.
 */
export function observe(options: {
  readonly vitals: Pick<Vitals, 'endpoint' | 'load'>
  readonly clock: Clock
  readonly latencies: Latencies
  readonly limits: AttemptLimits
  readonly traffic: Traffic
}): Layer {
  const { vitals, clock, latencies, limits, traffic } = options
  return next => async call => {
    const startedAt = clock.now()
    const outcome = await next(call)
    const now = clock.now()
    const durationMs = now - startedAt
    const health = healthOf(call, outcome, { elapsedMs: durationMs, limits })
    traffic.record(vitals.endpoint.id, { durationMs, isError: isError(outcome, health) })
    switch (health) {
      case 'good':
        vitals.load.observe(durationMs, now)
        break
      case 'bad':
        vitals.load.fail(durationMs, now)
        break
      case 'nothing':
        // Who refuses unread is busy, and the others may be less so.
        if (outcome.kind === 'reply') vitals.load.fail(durationMs, now)
        else vitals.load.atLeast(durationMs, now)
    }
    if (isTimed(outcome)) latencies.record(call.operation, durationMs)
    return outcome
  }
}

/** What this side gave up is no error of the endpoint: a caller that left, the slower one of a pair. */
function isError(outcome: Outcome, health: Health): boolean {
  return outcome.kind === 'failure' ? health === 'bad' : outcome.status >= 500
}

/** An attempt that was cut short would have taken longer: left out, limits could only ever sink. */
function isTimed(outcome: Outcome): boolean {
  return outcome.kind === 'reply' ? outcome.status < 500 : outcome.reason === 'attempt-timeout'
}
