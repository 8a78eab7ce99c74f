import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { createAgent } from './agent.ts'
import { createCheckTransport } from './checks/http-check.ts'
import { systemClock, type Clock } from './clock.ts'
import { createAnswers } from './dns/answers.ts'
import { createDnsServer, type DnsServer } from './dns/server.ts'
import { createRouter, type Route } from './http/router.ts'
import { createHttpServer } from './http/server.ts'
import { agentRoutes } from './routes/agent-routes.ts'
import { catalogRoutes } from './routes/catalog-routes.ts'
import { checkRoutes } from './routes/check-routes.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { kvRoutes } from './routes/kv-routes.ts'
import type { RegistryPorts } from './routes/ports.ts'
import { serviceRoutes } from './routes/service-routes.ts'
import { statusRoutes } from './routes/status-routes.ts'
import { uiRoutes } from './routes/ui-routes.ts'
import { createCatalog } from './state/catalog.ts'
import type { EntryStore } from './state/entries.ts'
import { createKeyValues } from './state/key-values.ts'
import type { Node } from './state/model.ts'
import { createRevision } from './state/revision.ts'

export type RegistryOptions = {
  readonly host?: string
  readonly clock?: Clock
  readonly random?: () => number
  /** Where keys and values outlive the process. */
  readonly store?: EntryStore
  /** How long an answer of its DNS may be kept. */
  readonly dnsTtlSeconds?: number
  /** Told of failures that are not the caller's. */
  readonly onError?: (error: unknown) => void
}

export type Registry = {
  /** Not yet listening. */
  readonly server: Server
  /** Not yet listening. */
  readonly dns: DnsServer
  /** Ends checks and waits, and closes every connection. */
  close(): Promise<void>
}

/** The lab's own registry: Consul's HTTP API and DNS as far as the lab uses them, in one process. */
export function createRegistry(options: RegistryOptions = {}): Registry {
  const { host = '127.0.0.1', clock = systemClock, random = Math.random } = options
  const { store = forgetful, onError = () => undefined, dnsTtlSeconds = 0 } = options
  const revision = createRevision(Math.max(1, ...store.load().map(entry => entry.modifyIndex)))
  const catalog = createCatalog(revision)
  const keyValues = createKeyValues(revision, store)
  const transport = createCheckTransport()
  const agent = createAgent({ catalog, transport, clock, random })
  const node = createNode()
  const router = createRouter(
    routesOf({ agent, catalog, keyValues, revision, clock, random, node })
  )
  const server = createHttpServer({ router, isNamed: !loopback.test(host), onError })
  const answer = createAnswers({ catalog, node, random, ttlSeconds: dnsTtlSeconds })
  const dns = createDnsServer({ answer, onError })
  const stopReaping = reapEvery(reapMs, { clock, reap: () => agent.reap() })
  return {
    server,
    dns,
    async close() {
      stopReaping()
      agent.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, dns.close()])
      await transport.close()
    }
  }
}

function routesOf(ports: RegistryPorts): readonly Route[] {
  return [
    ...serviceRoutes(ports),
    ...agentRoutes(ports),
    ...checkRoutes(ports),
    ...healthRoutes(ports),
    ...catalogRoutes(ports),
    ...kvRoutes(ports),
    ...statusRoutes(ports),
    ...uiRoutes(ports)
  ]
}

/** The version is that of the Consul whose answers these are. */
function createNode(): Node {
  const [id, version] = [randomUUID(), '1.20.1']
  return { id, version, name: 'lab', address: '127.0.0.1', datacenter: 'dc1' }
}

/** As often as Consul looks; a service that is to go after a minute goes within one and a half. */
const reapMs = 30_000
const loopback = /^(?:127\.|::1$|localhost$)/

const forgetful: EntryStore = {
  load: () => [],
  save: () => undefined,
  remove: () => undefined
}

function reapEvery(
  ms: number,
  { clock, reap }: { readonly clock: Clock; readonly reap: () => void }
): () => void {
  const next = (): void => {
    reap()
    cancel = clock.after(ms, next)
  }
  let cancel = clock.after(ms, next)
  return () => cancel()
}
