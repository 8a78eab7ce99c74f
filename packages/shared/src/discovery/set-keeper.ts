import type { Clock } from './clock.ts'
import { createEndpointView } from './endpoint-view.ts'
import type { DiscoveryEvent } from './events.ts'
import { believe, type Belief } from './shrink-guard.ts'
import { dateSightings, nextForgetting, type Sighting } from './sighting.ts'
import type { Mechanism, Watched } from './types.ts'

/** The set of one service, made from what a registry tells: any kind of registry. */
export type SetKeeper = {
  readonly view: Watched
  /** The registry has told all that it knows, as of `confirmedAt`: this moment, unless told. */
  tell(sightings: readonly Sighting[], confirmedAt?: number): void
  /** The registry does not answer, and why: what was last known stays, without limit. */
  lose(reason: string): void
  close(): void
}

export function createSetKeeper(options: {
  readonly service: string
  readonly mechanism?: Mechanism
  readonly clock: Clock
  readonly onEvent: (event: DiscoveryEvent) => void
}): SetKeeper {
  const { service, clock, onEvent } = options
  const view = createEndpointView(service, clock, options.mechanism)
  let belief: Belief = { sightings: [] }
  let told: readonly Sighting[] = []
  let isAnswered = false
  let lostBy = ''
  let cancel = (): void => undefined

  const look = (updatedAt: number): void => {
    const now = clock.now()
    const wasHeld = belief.heldUntil !== undefined
    // What a registry said before it fell silent is no reason to let anybody go.
    if (isAnswered) belief = believe(belief, told, now)
    const { sightings, heldUntil } = belief
    if (heldUntil !== undefined && !wasHeld) {
      onEvent({ kind: 'held', service, kept: sightings.length - told.length })
    }
    const source = isAnswered && heldUntil === undefined ? 'live' : 'last-known'
    const endpoints = dateSightings(view.current().endpoints, sightings, now)
    const alarm = !isAnswered ? lostBy : heldUntil !== undefined ? heldAlarm : undefined
    const set = { endpoints, updatedAt, source } as const
    const isChanged = view.publish(alarm === undefined ? set : { ...set, alarm })
    if (isChanged) onEvent({ kind: 'changed', service, ...countsOf(sightings) })
    cancel()
    const again = Math.min(heldUntil ?? Infinity, nextForgetting(endpoints) ?? Infinity)
    if (again < Infinity) cancel = clock.after(Math.max(0, again - now), () => look(updatedAt))
  }
  return {
    view,
    tell(sightings, confirmedAt = clock.now()) {
      told = sightings
      isAnswered = true
      look(confirmedAt)
    },
    lose(reason) {
      isAnswered = false
      lostBy = reason
      // A registry that comes back gets the whole time again to learn who is there.
      belief = { sightings: belief.sightings }
      const { source, updatedAt, endpoints } = view.current()
      if (source !== 'none') look(updatedAt)
      else view.publish({ endpoints, updatedAt, source, alarm: reason })
    },
    close: () => cancel()
  }
}

const heldAlarm = 'it lost most of its instances at once, which is not believed yet'

function countsOf(sightings: readonly Sighting[]): {
  readonly ready: number
  readonly present: number
} {
  const ready = sightings.filter(({ state }) => state === 'ready').length
  return { ready, present: sightings.length }
}
