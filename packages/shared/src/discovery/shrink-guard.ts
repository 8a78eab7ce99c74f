import type { Sighting } from './sighting.ts'

/** What is believed of a set, and until when those are kept that it lost. */
export type Belief = {
  readonly sightings: readonly Sighting[]
  /** Epoch milliseconds; nothing is being kept without it. */
  readonly heldUntil?: number
}

const holdMs = 15_000

/**
 * Keeps for 15 s what a set loses at once when it loses everything, or more than half: a registry
 * that was started anew knows nobody yet, and that must not take a service away that works. Whoever
 * went away in order was seen draining before and is let go. Those that are kept are called on; the
 * breakers know which of them are really gone.
 */
export function believe(belief: Belief, told: readonly Sighting[], now: number): Belief {
  const present = new Set(told.map(({ id }) => id))
  const gone = belief.sightings.filter(({ id, state }) => !present.has(id) && state !== 'draining')
  // Where somebody is ready nobody calls those that fail: a dead one is let go.
  const lost = told.some(isReady) ? gone.filter(isReady) : gone
  if (lost.length === 0) return { sightings: told }
  const isMuch =
    told.length === 0 ||
    lost.length > belief.sightings.length / 2 ||
    lost.filter(isReady).length > belief.sightings.filter(isReady).length / 2
  if (!isMuch && belief.heldUntil === undefined) return { sightings: told }
  const heldUntil = belief.heldUntil ?? now + holdMs
  return now >= heldUntil ? { sightings: told } : { sightings: [...told, ...lost], heldUntil }
}

function isReady({ state }: Sighting): boolean {
  return state === 'ready'
}
