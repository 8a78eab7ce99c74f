import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createStaticResolver, type EndpointSet, type Resolver } from '../../src/discovery/index.ts'
import { gaugeAges } from '../../src/service/discovery-view.ts'
import { createService } from '../../src/service/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

const now = 1_000_000
const known: EndpointSet = {
  service: 'cart',
  mechanism: 'dns',
  endpoints: [],
  source: 'last-known',
  updatedAt: now - 4_000,
  alarm: 'the DNS does not answer'
}
const unknown: EndpointSet = { service: 'web', endpoints: [], source: 'none', updatedAt: 0 }

function setUp(t: TestContext) {
  const resolver: Resolver = { ...createStaticResolver({}), sets: () => [known, unknown] }
  const runtime = { ...createTestRuntime('billing', { clock: () => now }), resolver }
  const app = createService({ runtime, statusOf: {}, title: 't', description: 'd', isPublic: true })
  t.after(() => app.close())
  return { app, runtime }
}

test('shows where each set comes from, how old it is and what is wrong', async t => {
  const { app, runtime } = setUp(t)
  const headers = runtime.headers({ staff: true })
  const answer = await app.inject({ url: '/internal/discovery', headers })
  assert.equal(answer.statusCode, 200)
  const { updatedAt: _, ...set } = known
  assert.deepEqual(answer.json(), {
    targets: [
      { ...set, ageMs: 4_000 },
      { service: 'web', endpoints: [], source: 'none' }
    ]
  })
})

test('shows it to nobody who proves nothing, at a facade either', async t => {
  const { app, runtime } = setUp(t)
  assert.equal((await app.inject('/internal/discovery')).statusCode, 401)
  const headers = runtime.headers({ caller: 'cart' })
  assert.equal((await app.inject({ url: '/internal/discovery', headers })).statusCode, 403)
})

test('measures the age of each set that is known', async t => {
  const { runtime } = setUp(t)
  const { metrics, resolver } = runtime
  gaugeAges({ resolver, registry: metrics.registry, clock: () => now })
  const lines = (await metrics.text()).split('\n').filter(line => line.startsWith('discovery_age'))
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /target="cart".*mechanism="dns".* 4$/)
})
