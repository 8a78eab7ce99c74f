import type { Layer, Outcome } from './call.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { Clock } from './clock.ts'
import { giveUpFlight } from './flight.ts'

/** Later than this a timer shows that this process itself was held up. */
const latenessMs = 10

/**
 * Limits one attempt. Below `breaker` and `balance`, so that a slow endpoint costs one attempt, and
 * is known for it; above `attemptSpan` and `send`, so that connecting counts too.
 */
export function timeout({
  clock,
  limits
}: {
  readonly clock: Clock
  readonly limits: AttemptLimits
}): Layer {
  return next => call => {
    const now = clock.now()
    const at = Math.min(call.deadlineAt, now + limits.of(call, call.deadlineAt - now))
    // Cut short by the call's own limit, it says nothing of the endpoint's speed, and nothing can follow it.
    const reason = at === call.deadlineAt ? 'deadline' : 'attempt-timeout'
    return new Promise<Outcome>((resolve, reject) => {
      const end = (): void => {
        resolve({ kind: 'failure', reason, sent: call.flight.isSent })
        giveUpFlight(call.flight)
      }
      let cancel = clock.after(Math.max(0, at - now), () => {
        // Timers run before sockets are read: what came in meanwhile is not the endpoint's delay.
        if (clock.now() - at < latenessMs || reason === 'deadline') end()
        else cancel = clock.after(1, end)
      })
      next(call).then(
        outcome => {
          cancel()
          resolve(outcome)
        },
        error => {
          cancel()
          reject(error as Error)
        }
      )
    })
  }
}
