import type { Layer } from './call.ts'
import type { Clock } from './clock.ts'
import { limitTime } from './limit-time.ts'

/**
 * Limits one attempt. Below `balance`, so that a slow endpoint costs one attempt and not the call; above `send`, so
 * that connecting counts too.
 */
export function timeout(clock: Clock): Layer {
  return next => call =>
    limitTime(call, next, {
      clock,
      at: Math.min(call.deadlineAt, clock.now() + call.attemptMs),
      reason: 'attempt-timeout'
    })
}
