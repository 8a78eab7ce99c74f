import type { EndpointSet, EndpointState } from '../discovery/index.ts'
import type { BreakerStatus } from './breaker-state.ts'
import type { Budget } from './budget.ts'
import type { Parts } from './compose.ts'
import type { Endpoints } from './endpoints.ts'
import type { Clock } from './clock.ts'
import type { EventCounts } from './events.ts'

/** What a process knows of the instances of a target, as JSON. */
export type TargetStatus = {
  readonly target: string
  readonly set: {
    /** Nothing where the set is given and not found. */
    readonly mechanism: EndpointSet['mechanism']
    readonly source: EndpointSet['source']
    /** Since the registry last confirmed it; nothing before its first word. */
    readonly ageMs: number | undefined
    /** Why nobody confirms it, in words for people; nothing while all is well. */
    readonly alarm: EndpointSet['alarm']
  }
  readonly endpoints: readonly EndpointStatus[]
  readonly inFlight: number
  /** Repeats that the budget has left. */
  readonly budget: number
  readonly events: EventCounts
}

/** What a client knows of its target: for people, and for experiments that judge by it. */
export type ClientStatus = TargetStatus & {
  readonly throttle: ReturnType<Parts['throttles']['read']>
  readonly cache: ReturnType<Parts['store']['read']>
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
  known: { readonly endpoints: Endpoints<unknown>; readonly events: () => EventCounts }
): ClientStatus {
  return {
    ...targetStatusOf(target, { ...known, budget: parts.budget, clock: parts.clock }),
    inFlight: parts.inFlight.count,
    throttle: parts.throttles.read(),
    cache: parts.store.read(),
    without: parts.without
  }
}

/** The same of a target that is reached without a client. */
export function targetStatusOf(
  target: string,
  known: {
    readonly endpoints: Pick<Endpoints<unknown>, 'all' | 'current'>
    readonly events: () => EventCounts
    readonly budget: Pick<Budget, 'balance'>
    readonly clock: Clock
  }
): TargetStatus {
  const { endpoints, events, budget, clock } = known
  const now = clock.now()
  const { mechanism, source, updatedAt, alarm } = endpoints.current()
  const nodes = endpoints.all()
  return {
    target,
    set: { mechanism, source, ageMs: source === 'none' ? undefined : now - updatedAt, alarm },
    endpoints: nodes.map(({ endpoint, pending, breaker, load }) => {
      const { id, address, port, version, state, weight } = endpoint
      const { estimateMs, penaltyMs } = load.read(now, pending)
      const measured = { estimateMs: rounded(estimateMs), penaltyMs: rounded(penaltyMs) }
      return {
        id,
        address,
        port,
        version,
        state,
        weight,
        pending,
        breaker: breaker.read(),
        ...measured
      }
    }),
    inFlight: nodes.reduce((sum, { pending }) => sum + pending, 0),
    budget: rounded(budget.balance()),
    events: events()
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
