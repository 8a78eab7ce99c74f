import type { Layer } from './call.ts'

/**
 * Chooses among the versions of a target; until a deployment tells it to, every version is as good.
 * Below `retry`, so that a repeat may be given to another version; above `balance`, which picks
 * within what is left.
 */
export function route(): Layer {
  return next => next
}
