import type { Call, FailureReason, Outcome, Send } from './call.ts'
import type { Clock } from './clock.ts'

/**
 * Settles with a failure when `next` has not settled by `at`, and aborts what goes on. An own race
 * is needed: undici's signal settles neither a queued nor a connecting request. Leaves no timer and
 * no listener behind.
 */
export function limitTime(
  call: Call,
  next: Send,
  limit: { readonly clock: Clock; readonly at: number; readonly reason: FailureReason }
): Promise<Outcome> {
  const abort = new AbortController()
  const giveUp = (): void => abort.abort()
  let sent = false
  const onSent = (): void => {
    sent = true
    call.onSent()
  }
  if (call.signal?.aborted) giveUp()
  else call.signal?.addEventListener('abort', giveUp, { once: true })
  return new Promise((resolve, reject) => {
    const cancel = limit.clock.after(Math.max(0, limit.at - limit.clock.now()), () => {
      resolve({ kind: 'failure', reason: limit.reason, sent })
      leave()
      giveUp()
    })
    const leave = (): void => {
      cancel()
      call.signal?.removeEventListener('abort', giveUp)
    }
    // A transport that throws at once is one that rejects.
    Promise.try(next, { ...call, signal: abort.signal, onSent })
      .then(resolve, reject)
      .finally(leave)
  })
}
