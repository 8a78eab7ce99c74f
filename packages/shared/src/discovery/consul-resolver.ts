import { systemClock, type Clock } from './clock.ts'
import { startConsulWatch } from './consul-watch.ts'
import type { DiscoveryEvent } from './events.ts'
import type { Resolver } from './types.ts'
import { createWatches } from './watches.ts'

export type ConsulResolverOptions = {
  readonly consulUrl: string
  readonly consulToken?: string | undefined
  /** Only instances with this `lab` in their metadata count. */
  readonly labId?: string
  readonly clock?: Clock
  readonly random?: () => number
  readonly onEvent?: (event: DiscoveryEvent) => void
}

/**
 * Finds instances through Consul's health API. Opens one connection for each service that is
 * watched, and no other.
 */
export function createConsulResolver(options: ConsulResolverOptions): Resolver {
  const { consulUrl, consulToken, labId } = options
  const { clock = systemClock, random = Math.random, onEvent = () => undefined } = options
  return createWatches(service =>
    startConsulWatch(service, { consulUrl, consulToken, labId, clock, random, onEvent })
  )
}
