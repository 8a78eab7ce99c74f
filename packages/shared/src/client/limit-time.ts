import type { Call, FailureReason, Outcome, Send } from './call.ts'
import type { Clock } from './clock.ts'

/**
 * Settles with a failure when `next` has not settled by `at`, and aborts what goes on. An own race is needed: undici's
 * signal settles neither a queued nor a connecting request.
 */
export function limitTime(
  call: Call,
  next: Send,
  limit: { readonly clock: Clock; readonly at: number; readonly reason: FailureReason }
): Promise<Outcome> {
  const abort = new AbortController()
  let sent = false
  const onSent = (): void => {
    sent = true
    call.onSent()
  }
  return new Promise((resolve, reject) => {
    const cancel = limit.clock.after(Math.max(0, limit.at - limit.clock.now()), () => {
      resolve({ kind: 'failure', reason: limit.reason, sent })
      abort.abort()
    })
    const signal = call.signal ? AbortSignal.any([call.signal, abort.signal]) : abort.signal
    next({ ...call, signal, onSent })
      .then(resolve, reject)
      .finally(cancel)
  })
}
