import { pause, systemClock, type Clock } from './clock.ts'
import { lookUp } from './dns-lookup.ts'
import { createDnsTransport, type AskDns, type DnsServer } from './dns-transport.ts'
import type { DiscoveryEvent } from './events.ts'
import { labTag } from './lab-tag.ts'
import { createSetKeeper } from './set-keeper.ts'
import type { Resolver } from './types.ts'
import { createWatchReport } from './watch-report.ts'
import { createWatches, type Watch } from './watches.ts'

export type DnsResolverOptions = {
  /** Consul's agent, or any server that knows SRV records of these names. */
  readonly server: DnsServer
  /** What the names of services end with. */
  readonly domain?: string
  /** Only instances that registered with the tag of this lab count. */
  readonly labId?: string
  readonly clock?: Clock
  readonly random?: () => number
  readonly onEvent?: (event: DiscoveryEvent) => void
  /** In place of the network. */
  readonly ask?: AskDns
}

/** However short a TTL, so often is asked; however long one, so often too. */
const askMs = { least: 1_000, most: 60_000 }

/**
 * Finds instances through DNS: asks for SRV records again whenever they have expired. DNS tells
 * neither who drains nor who fails, only who is left; nor a version, so that a route by version finds
 * none.
 */
export function createDnsResolver(options: DnsResolverOptions): Resolver {
  const { server, ask = createDnsTransport(server), domain = 'service.consul', labId } = options
  const { clock = systemClock, random = Math.random, onEvent = () => undefined } = options
  const tag = labId === undefined ? 'tcp' : labTag(labId)
  return createWatches(service =>
    startDnsWatch(service, { name: `_${service}._${tag}.${domain}`, ask, clock, random, onEvent })
  )
}

type DnsWatchOptions = {
  readonly name: string
  readonly ask: AskDns
  readonly clock: Clock
  readonly random: () => number
  readonly onEvent: (event: DiscoveryEvent) => void
}

function startDnsWatch(service: string, options: DnsWatchOptions): Watch {
  const { name, ask, clock, random } = options
  const keeper = createSetKeeper({ ...options, service, mechanism: 'dns' })
  const report = createWatchReport({ ...options, service, keeper })
  const stopping = new AbortController()
  const { signal } = stopping
  const round = async (): Promise<number> => {
    try {
      const { sightings, ttlMs } = await lookUp(service, { name, ask, signal })
      if (signal.aborted) return 0
      report.succeeded(sightings)
      // Not all callers at the same moment.
      return Math.min(askMs.most, Math.max(askMs.least, ttlMs)) * (0.9 + random() * 0.2)
    } catch (error) {
      return signal.aborted ? 0 : report.failed((error as Error).message)
    }
  }
  const loop = async (): Promise<void> => {
    while (!signal.aborted) await pause(clock, await round(), signal)
  }
  const ended = loop()
  return {
    view: keeper.view,
    async close() {
      stopping.abort()
      await ended
      keeper.close()
    }
  }
}
