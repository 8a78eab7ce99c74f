import type { Endpoint } from '../discovery/index.ts'
import { createBreaker, type Breaker } from './breaker-state.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { createLoad, type Load } from './load.ts'
import { outMax, type Tiers } from './tiers.ts'

/** What is known of an endpoint. Outlives changes of its state. */
export type Vitals = {
  readonly endpoint: Endpoint
  /** Attempts in flight. Changed by who picks it. */
  pending: number
  readonly load: Load
  readonly breaker: Breaker
  /** When it began to take traffic, or took it up again; epoch milliseconds. */
  startedAt: number
}

/** The same for all that come together, so that none of them is first. */
export type Begun = { readonly now: number; readonly usualMs: number }

export type EndpointsOptions = {
  readonly clock?: Clock
  readonly random?: () => number
  readonly tell?: Tell
}

export function createVitals(
  endpoint: Endpoint,
  begun: Begun,
  options: EndpointsOptions & {
    readonly tiers: () => Tiers<unknown>
    readonly onChange: () => void
  }
): Vitals {
  const { clock = systemClock, random = Math.random, tell = () => undefined, tiers } = options
  const vitals: Vitals = {
    endpoint,
    pending: 0,
    load: createLoad(begun.usualMs, begun.now),
    startedAt: begun.now,
    breaker: createBreaker({
      endpointId: endpoint.id,
      clock,
      random,
      tell,
      mayOpen: () => tiers().out.length < outMax(tiers().first.length),
      isAlone: () => tiers().first.length === 1,
      onChange(isOut) {
        if (!isOut) vitals.startedAt = clock.now()
        options.onChange()
      }
    })
  }
  return vitals
}

/** The node is kept across changes of state, so that what is known of it stays true. */
export function updateVitals(node: Vitals, endpoint: Endpoint, clock: Clock): void {
  const wasAway = node.endpoint.state === 'failing' && endpoint.state === 'ready'
  Object.assign(node, { endpoint })
  if (!wasAway) return
  node.startedAt = clock.now()
  node.breaker.reset()
}
