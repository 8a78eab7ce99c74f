import type { Layer } from './call.ts'

/**
 * Fixes the idempotency key, which makes a POST one that may be repeated. Above `retry`, which
 * reads that, and which hands the same headers to every attempt.
 */
export function key(): Layer {
  return next => call =>
    call.idempotencyKey === undefined
      ? next(call)
      : next({
          ...call,
          repeat: call.repeat === 'unkeyed' ? 'keyed' : call.repeat,
          headers: { ...call.headers, 'idempotency-key': call.idempotencyKey }
        })
}
