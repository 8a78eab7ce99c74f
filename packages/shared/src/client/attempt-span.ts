import type { Endpoint } from '../discovery/index.ts'
import type { Tracer } from '../telemetry/index.ts'
import type { Call, Layer, Outcome } from './call.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { errorOf } from './classify.ts'
import type { Clock } from './clock.ts'
import { hopMs } from './deadline.ts'

/**
 * Opens a span for each attempt and writes what travels with it: trace, remaining milliseconds,
 * number of the attempt. Below `balance`, which says where it goes; below `timeout`, so that the
 * span measures the wire and not our patience.
 */
export function attemptSpan(options: {
  readonly tracer: Tracer
  readonly endpoint: Endpoint
  readonly clock: Clock
  readonly limits: AttemptLimits
}): Layer {
  const { tracer, endpoint, clock, limits } = options
  return next => async call => {
    const span = tracer.clientSpan(call.operation, call.span)
    span.remote(endpoint.service, endpoint.address, endpoint.port)
    if (call.attempt > 1) span.tag('attempt', call.attempt)
    span.tag('instance', endpoint.id)
    const left = call.deadlineAt - clock.now()
    const rest = Math.min(left, limits.of(call, left))
    const headers = {
      ...call.headers,
      ...span.headers(),
      'x-deadline-ms': String(Math.max(0, Math.floor(rest - hopMs))),
      'x-attempt': String(call.attempt)
    }
    const outcome = await next({ ...call, headers })
    finish(span, outcome, call.flight.isGivenUp)
    return outcome
  }
}

function finish(span: NonNullable<Call['span']>, outcome: Outcome, wasGivenUp: boolean): void {
  if (outcome.kind === 'reply') span.tag('http.status_code', outcome.status)
  // What was given up ends as a lost connection, which would hide that we were the one who cut it.
  const error = outcome.kind === 'failure' && wasGivenUp ? 'given up' : errorOf(outcome)
  if (error !== undefined) span.error(error)
  span.finish()
}
