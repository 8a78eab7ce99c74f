import { Gauge, type Registry } from 'prom-client'
import type { EndpointSet, Resolver } from '../discovery/index.ts'
import type { Service, ServiceRuntime } from './types.ts'

/** A set as people look at it. */
type TargetView = Omit<EndpointSet, 'updatedAt'> & {
  /** Since it was last confirmed; nothing where it never was. */
  readonly ageMs?: number
}

/**
 * `GET /internal/discovery`: what this instance knows of the services that it calls, where it knows it
 * from, and how old that is.
 */
export function addDiscoveryView(app: Service, { resolver, clock }: ServiceRuntime): void {
  const options = { config: { callers: ['web', 'staff'] }, schema: { hide: true } }
  app.get('/internal/discovery', options, () => {
    const now = clock()
    return { targets: setsOf(resolver).map(set => viewOf(set, now)) }
  })
}

function viewOf({ updatedAt, ...set }: EndpointSet, now: number): TargetView {
  return set.source === 'none' ? set : { ...set, ageMs: Math.max(0, now - updatedAt) }
}

/** `discovery_age_seconds` by target: an alarm when it grows beyond what a wait takes, 30 s. */
export function gaugeAges(options: {
  readonly resolver: Resolver
  readonly registry: Registry
  readonly clock: () => number
}): void {
  const { resolver, registry, clock } = options
  const gauge = new Gauge({
    name: 'discovery_age_seconds',
    help: 'Time since the instances of a target were last confirmed.',
    labelNames: ['target', 'mechanism'],
    registers: [registry],
    collect() {
      const now = clock()
      for (const set of setsOf(resolver)) {
        const { service: target, mechanism = '' } = set
        const { ageMs } = viewOf(set, now)
        if (ageMs !== undefined) gauge.set({ target, mechanism }, ageMs / 1_000)
      }
    }
  })
}

function setsOf(resolver: Resolver): readonly EndpointSet[] {
  return resolver.sets?.() ?? []
}
