import { refusal, type Layer, type Outcome } from './call.ts'
import type { Clock } from './clock.ts'
import { giveUp, madeIn } from './flight.ts'

/** The peer gets this much less than we have, for the way there and back. */
export const hopMs = 5

/**
 * Limits the whole call, and ends a safe one whose caller has gone. Below `context`, so that the
 * call's span shows the failure; above all else, so that attempts, the waits between them and the
 * cache share one limit. An own race is needed: undici's signal settles neither a queued nor a
 * connecting request. A call that would leave its peer no time is not begun: refused there, it would
 * look like one that was sent. Leaves no timer and no listener behind.
 */
export function deadline(clock: Clock): Layer {
  return next => call => {
    const { deadlineAt, progress, signal } = call
    const restMs = deadlineAt - clock.now()
    if (restMs <= hopMs || signal?.aborted) return Promise.resolve(refusal('deadline'))
    return new Promise<Outcome>((resolve, reject) => {
      const end = (): void => {
        leave()
        resolve({ kind: 'failure', reason: 'deadline', sent: madeIn(progress).open > 0 })
        giveUp(progress)
      }
      const cancel = clock.after(restMs, end)
      const leave = (): void => {
        cancel()
        signal?.removeEventListener('abort', end)
      }
      signal?.addEventListener('abort', end, { once: true })
      next(call).then(
        outcome => {
          leave()
          resolve(outcome)
        },
        error => {
          leave()
          reject(error as Error)
        }
      )
    })
  }
}
