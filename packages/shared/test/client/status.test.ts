import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anEndpoint, failure } from './fakes.ts'
import { createClient, found, read } from './harness.ts'

test('tells all that a client knows of its target, as JSON', async t => {
  const { client, clock } = createClient(t, {
    endpoints: [anEndpoint('cart-1')],
    outcomes: [failure('refused', false), found]
  })
  await client.call(read)
  await clock.advance(0)
  const status = JSON.parse(JSON.stringify(client.status())) as Record<string, unknown>
  assert.deepEqual(status, {
    target: 'cart',
    set: { source: 'live', ageMs: 1_000_000 },
    endpoints: [
      {
        id: 'cart-1',
        address: '127.0.0.1',
        port: 20_000,
        version: '1',
        state: 'ready',
        weight: 1,
        pending: 0,
        breaker: { state: 'closed', ejections: 0 },
        estimateMs: 30,
        penaltyMs: 90
      }
    ],
    inFlight: 0,
    budget: 30.1,
    throttle: { share: 0, requests: 1, accepted: 1 },
    cache: { entries: 0, bytes: 0 },
    events: { retried: 1 },
    without: []
  })
})

test('shows who is out, and since when nobody has confirmed the set', async t => {
  const { client, clock, view } = createClient(t, {
    endpoints: [anEndpoint('cart-1')],
    outcomes: [failure('lost', true)],
    without: ['retry']
  })
  for (let call = 0; call < 5; call++) await client.call(read)
  view.lose()
  const { set, endpoints, events } = client.status()
  assert.deepEqual(set, {
    mechanism: 'consul',
    source: 'last-known',
    ageMs: clock.now(),
    alarm: 'it does not answer'
  })
  assert.deepEqual(endpoints[0]?.breaker, {
    state: 'open',
    ejections: 1,
    retryAt: clock.now() + 1_000
  })
  assert.equal(events.ejected, 1)
})
