import type { Layer } from './call.ts'
import type { Clock } from './clock.ts'
import { limitTime } from './limit-time.ts'

/**
 * Limits one attempt. Below `balance`, so that a slow endpoint costs one attempt and not the call;
 * above `attemptSpan` and `send`, so that connecting counts too.
 */
export function timeout(clock: Clock): Layer {
  return next => call => {
    const at = Math.min(call.deadlineAt, clock.now() + call.attemptMs)
    // Cut short by the call's own limit, it says nothing of the endpoint's speed, and nothing can follow it.
    const reason = at === call.deadlineAt ? 'deadline' : 'attempt-timeout'
    return limitTime(call, next, { clock, at, reason })
  }
}
