import { refusal, type Layer } from './call.ts'

/**
 * Attempts in flight that one endpoint takes; as many as its pool has connections, so that nothing
 * queues there.
 */
export const pendingMax = 64

/**
 * Refuses what would queue behind the attempts in flight. Below `balance`, which counts them and
 * picks another endpoint while there is one with room; above `observe` and `timeout`, so that a
 * refusal is no attempt in the figures and costs no timer.
 */
export function bulkhead(node: { readonly pending: number }): Layer {
  return next => call =>
    node.pending > pendingMax ? Promise.resolve(refusal('overload')) : next(call)
}
