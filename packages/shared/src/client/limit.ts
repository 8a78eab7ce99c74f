import { refusal, type Layer } from './call.ts'
import type { Tell } from './events.ts'

/** Calls in flight to one target, from one process. */
export const inFlightMax = 256

/** Calls of a target that are under way. */
export type InFlight = { count: number }

/**
 * Refuses calls beyond what may be in flight to a target, without a queue: a wait here would only
 * hide that the target is too slow. Above `retry`, so that a call holds its place through its
 * attempts and the waits between them; below `cache`, whose answers hold no place.
 */
export function limit({
  inFlight,
  tell
}: {
  readonly inFlight: InFlight
  readonly tell: Tell
}): Layer {
  return next => async call => {
    if (inFlight.count >= inFlightMax) {
      tell({ kind: 'limited' }, call)
      return refusal('limited')
    }
    inFlight.count++
    try {
      return await next(call)
    } finally {
      inFlight.count--
    }
  }
}
