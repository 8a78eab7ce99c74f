import type { Endpoint } from './types.ts'

/** An endpoint as a registry tells it at one moment. */
export type Sighting = Omit<Endpoint, 'since'>

/** Of one service; whoever tells of more has gone astray, or means us harm. */
export const endpointsMax = 1_000

const goneMsMax = 60_000
/** A process that starts and dies all the time must not fill the set. */
const goneMax = 100

/**
 * Compares what is told with what was known: an endpoint that keeps its state keeps the moment when
 * it took it; one that is not told any more is `gone`, and stays so for a minute, so that people
 * see what happened.
 */
export function dateSightings(
  known: readonly Endpoint[],
  told: readonly Sighting[],
  now: number
): readonly Endpoint[] {
  const before = new Map(known.map(endpoint => [endpoint.id, endpoint]))
  const present = new Set(told.map(({ id }) => id))
  const dated = told.map(sighting => {
    const { state, since } = before.get(sighting.id) ?? {}
    return { ...sighting, since: since !== undefined && state === sighting.state ? since : now }
  })
  const gone = known
    .filter(({ id }) => !present.has(id))
    .map(endpoint => goneFrom(endpoint, now))
    .filter(({ since }) => now - since < goneMsMax)
    .toSorted((a, b) => b.since - a.since)
    .slice(0, goneMax)
  return [...dated, ...gone]
}

/** When the first of those that are gone is to be forgotten; epoch milliseconds. */
export function nextForgetting(endpoints: readonly Endpoint[]): number | undefined {
  const moments = endpoints
    .filter(({ state }) => state === 'gone')
    .map(({ since }) => since + goneMsMax)
  return moments.length > 0 ? Math.min(...moments) : undefined
}

function goneFrom(endpoint: Endpoint, now: number): Endpoint {
  return endpoint.state === 'gone' ? endpoint : { ...endpoint, state: 'gone', since: now }
}
