import type { Layer } from './call.ts'
import type { Clock } from './clock.ts'
import { limitTime } from './limit-time.ts'

/**
 * Limits the whole call. Above `retry`, so that attempts and the waits between them share one
 * limit; below `context`, so that the call's span shows the failure.
 */
export function deadline(clock: Clock): Layer {
  return next => call =>
    call.deadlineAt <= clock.now()
      ? Promise.resolve({ kind: 'failure', reason: 'deadline', sent: false })
      : limitTime(call, next, { clock, at: call.deadlineAt, reason: 'deadline' })
}
