import type { Tracer } from '../telemetry/index.ts'
import type { Layer } from './call.ts'
import { errorOf } from './classify.ts'

/**
 * Opens the span of the call, over every attempt and every wait between them. Outermost, so that
 * nothing that the stack does falls outside it.
 */
export function context(tracer: Tracer): Layer {
  return next => async call => {
    const span = tracer.localSpan(`call ${call.target} ${call.operation}`)
    const outcome = await next({ ...call, span })
    const error = errorOf(outcome)
    if (error !== undefined) span.error(error)
    span.finish()
    return outcome
  }
}
