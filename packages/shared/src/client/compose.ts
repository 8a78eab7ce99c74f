import type { Endpoint } from '../discovery/index.ts'
import type { Tracer } from '../telemetry/index.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { attemptSpan } from './attempt-span.ts'
import { balance } from './balance.ts'
import { breaker } from './breaker.ts'
import type { Budget } from './budget.ts'
import { bulkhead } from './bulkhead.ts'
import { cache } from './cache.ts'
import type { CacheStore } from './cache-store.ts'
import { stack, type Layer, type Send } from './call.ts'
import type { Clock } from './clock.ts'
import { context } from './context.ts'
import { deadline } from './deadline.ts'
import type { Connection, Endpoints } from './endpoints.ts'
import type { Tell } from './events.ts'
import { hedge } from './hedge.ts'
import { key } from './key.ts'
import type { Latencies } from './latencies.ts'
import type { LayerName } from './layer-names.ts'
import { speedAlone } from './load.ts'
import { limit, type InFlight } from './limit.ts'
import { observe } from './observe.ts'
import { retry } from './retry.ts'
import { route } from './route.ts'
import { throttle, type Throttles } from './throttle.ts'
import { timeout } from './timeout.ts'
import type { Traffic } from './traffic.ts'
import type { Vitals } from './vitals.ts'

/** What the layers of one target share and keep from call to call. */
export type Parts = {
  readonly clock: Clock
  readonly random: () => number
  readonly tracer: Tracer
  readonly tell: Tell
  readonly store: CacheStore
  readonly throttles: Throttles
  readonly inFlight: InFlight
  readonly budget: Budget
  readonly latencies: Latencies
  readonly limits: AttemptLimits
  readonly traffic: Traffic
  readonly without: readonly LayerName[]
}

/**
 * Once per call, outermost first. Each layer's comment says what must stand above and below it, and
 * `order.test.ts` fails when it does not.
 */
export function composeCall(parts: Parts, endpoints: Endpoints<Send>): Send {
  const { clock, random, tracer, tell, latencies, budget } = parts
  return stack(
    context(tracer),
    unless(parts, 'deadline', deadline(clock)),
    unless(parts, 'cache', cache({ store: parts.store, clock, tell })),
    unless(parts, 'throttle', throttle({ throttles: parts.throttles, clock, random, tell })),
    unless(parts, 'limit', limit({ inFlight: parts.inFlight, tell })),
    unless(parts, 'key', key()),
    unless(parts, 'retry', retry({ clock, random, budget, tell })),
    unless(parts, 'hedge', hedge({ clock, latencies, budget, tell })),
    unless(parts, 'route', route())
  )(balance({ endpoints, clock, random, tell, isBounded: !parts.without.includes('bulkhead') }))
}

/** Once per endpoint. */
export function composeEndpoint(
  parts: Parts,
  vitals: Vitals,
  connect: (endpoint: Endpoint) => Connection<Send>
): Connection<Send> {
  const { clock, tracer, tell, latencies, limits, traffic } = parts
  const { endpoint } = vitals
  const { way, close } = connect(endpoint)
  return {
    way: stack(
      unless(parts, 'breaker', breaker({ breaker: vitals.breaker, clock, limits, tell })),
      unless(parts, 'bulkhead', bulkhead(vitals)),
      observe({
        vitals: { endpoint, load: loadOf(parts, vitals) },
        clock,
        latencies,
        limits,
        traffic
      }),
      unless(parts, 'timeout', timeout({ clock, limits })),
      attemptSpan({ tracer, endpoint, clock, limits })
    )(way),
    close
  }
}

function loadOf({ without }: Parts, { load }: Vitals): Vitals['load'] {
  return without.includes('penalty') ? speedAlone(load) : load
}

function unless({ without }: Parts, name: LayerName, layer: Layer): Layer {
  return without.includes(name) ? next => next : layer
}
