import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStaticResolver, type EndpointSet, type Resolver } from '@microzon/shared/discovery'
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
