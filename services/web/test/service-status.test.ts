import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createServiceClient } from '@microzon/shared/client'
import { createStaticResolver, type EndpointSet, type Resolver } from '@microzon/shared/discovery'
import { createTracer } from '@microzon/shared/telemetry'
import { createServiceTokens } from '@microzon/shared/tokens'
import { Type } from 'typebox'
import { createStatusView } from '../src/service-status.ts'

const now = 1_000_000

test('tells where the instances of a service are known from, and how old that is', () => {
  const sets: Readonly<Record<string, EndpointSet>> = {
    web: { service: 'web', endpoints: [], source: 'none', updatedAt: 0, mechanism: 'consul' },
    cart: {
      service: 'cart',
      endpoints: [],
      source: 'last-known',
      updatedAt: now - 4_000,
      mechanism: 'dns',
      // Of the inside, and the page is for everybody.
      alarm: 'the DNS at 10.0.0.7:8600 does not answer'
    }
  }
  const fixed = createStaticResolver({})
  const resolver: Resolver = {
    ...fixed,
    watch: name => ({ ...fixed.watch(name), current: () => sets[name] ?? assert.fail(name) })
  }
  const view = createStatusView({
    resolver,
    clients: [],
    others: ['web', 'cart'],
    clock: () => now
  })
  assert.deepEqual(view(), {
    refreshedAt: now,
    services: [
      { name: 'web', source: 'none', mechanism: 'consul', instances: [] },
      { name: 'cart', source: 'last-known', mechanism: 'dns', ageMs: 4_000, instances: [] }
    ]
  })
})

test('tells what the client of a service knows of it and of each instance', async t => {
  const place = { address: '127.0.0.1', port: await closedPort(), weight: 1 }
  const endpoint = {
    id: 'cart-1',
    service: 'cart',
    version: '1',
    state: 'ready',
    since: 0
  } as const
  const resolver = createStaticResolver({ cart: [{ ...endpoint, ...place }] })
  const client = createServiceClient({
    target: 'cart',
    resolver,
    tokens: createServiceTokens({ secret: 'of a test', name: 'web', clock: Date.now }),
    tracer: createTracer({ service: 'web', version: '1', instance: 'web-1' })
  })
  t.after(() => client.close())
  const view = createStatusView({ resolver, clients: [client], others: ['web'], clock: Date.now })
  const before = view().services[1]
  assert.equal(before?.instances[0]?.calls?.circuit, 'closed')
  while (client.status().endpoints[0]?.breaker.state === 'closed') {
    await client.call({ method: 'GET', operation: 'GET /', path: '/', answer: Type.Unknown() })
  }
  const [web, cart] = view().services
  assert.ok(web !== undefined && !('client' in web))
  const { inFlight, retries = 0 } = cart?.client ?? {}
  assert.equal(inFlight, 0)
  assert.ok(retries < (before.client?.retries ?? 0))
  const { circuit, ejections, retryInMs = 0 } = cart?.instances[0]?.calls ?? {}
  assert.deepEqual([circuit, ejections], ['open', 1])
  assert.ok(retryInMs > 0)
})

/** Nobody listens there. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
