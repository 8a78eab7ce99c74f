import type { EndpointSet, EndpointState } from '../discovery/index.ts'
import type { BreakerStatus } from './breaker-state.ts'
import type { Parts } from './compose.ts'
import type { Endpoints } from './endpoints.ts'
import type { EventCounts } from './events.ts'

/** What a client knows of its target, as JSON: for people, and for experiments that judge by it. */
export type ClientStatus = {
  readonly target: string
  readonly set: {
    readonly source: EndpointSet['source']
    /** Since the registry last confirmed it; nothing before its first word. */
    readonly ageMs: number | undefined
  }
  readonly endpoints: readonly EndpointStatus[]
  readonly inFlight: number
  /** Repeats that the budget has left. */
  readonly budget: number
  readonly throttle: ReturnType<Parts['throttles']['read']>
  readonly cache: ReturnType<Parts['store']['read']>
  readonly events: EventCounts
  /** Layers that were left out. */
  readonly without: Parts['without']
}

export type EndpointStatus = {
  readonly id: string
  readonly address: string
  readonly port: number
  readonly version: string
  readonly state: EndpointState
  readonly weight: number
  readonly pending: number
  readonly breaker: BreakerStatus
  readonly estimateMs: number
  readonly penaltyMs: number
}

export function statusOf(
  target: string,
  parts: Parts,
  {
    endpoints,
    events
  }: { readonly endpoints: Endpoints<unknown>; readonly events: () => EventCounts }
): ClientStatus {
  const now = parts.clock.now()
  const { source, updatedAt } = endpoints.current()
  return {
    target,
    set: { source, ageMs: source === 'none' ? undefined : now - updatedAt },
    endpoints: endpoints.all().map(({ endpoint, pending, breaker, load }) => {
      const { id, address, port, version, state, weight } = endpoint
      const { estimateMs, penaltyMs } = load.read(now)
      const measured = { estimateMs: rounded(estimateMs), penaltyMs: rounded(penaltyMs) }
      const known = { pending, breaker: breaker.read(), ...measured }
      return { id, address, port, version, state, weight, ...known }
    }),
    inFlight: parts.inFlight.count,
    budget: rounded(parts.budget.balance()),
    throttle: parts.throttles.read(),
    cache: parts.store.read(),
    events: events(),
    without: parts.without
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
