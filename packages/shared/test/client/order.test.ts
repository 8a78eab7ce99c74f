// Each layer's comment says what must stand above and below it. These tests go through the composed
// stack, and each fails when the two layers that it names change places.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { pendingMax } from '../../src/client/bulkhead.ts'
import type { Outcome } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import { inFlightMax } from '../../src/client/limit.ts'
import { layerNames, type CallRequest } from '../../src/client/index.ts'
import { createTracer, type Tracer } from '../../src/telemetry/index.ts'
import { aCall, anEndpoint, failure, hanging, reply } from './fakes.ts'
import { createClient, found, read } from './harness.ts'

const { method, path, operation } = read
const cached: CallRequest = { method, path, operation, cache: { freshMs: 1_000, staleMs: 60_000 } }
const post: CallRequest = { method: 'POST', path: '/carts', operation: 'POST /carts' }
const refused = reply(503, { 'x-not-processed': '1' })

/** A tracer that takes down which spans fail, and why. */
function createSpy(): { readonly tracer: Tracer; readonly errors: readonly string[] } {
  const tracer = createTracer({ service: 'web', version: '1', instance: 'web-1' })
  const errors: string[] = []
  const heard = (kind: string, span: ReturnType<Tracer['localSpan']>): typeof span => ({
    ...span,
    error: message => void errors.push(`${kind}: ${message}`)
  })
  return {
    errors,
    tracer: {
      ...tracer,
      localSpan: name => heard('call', tracer.localSpan(name)),
      clientSpan: (name, parent) => heard('attempt', tracer.clientSpan(name, parent))
    }
  }
}

// What the others prove by behaviour; this one also where two layers do not know of each other.
test('the stack reads top to bottom in the order of the layers’ names', async () => {
  const composition = new URL('../../src/client/compose.ts', import.meta.url)
  const text = await readFile(composition, 'utf8')
  const composed = [...text.matchAll(/unless\(parts, '(\w+)'/g)].map(([, name]) => name)
  const partsOfLayers = ['budget', 'penalty']
  assert.deepEqual(
    composed,
    layerNames.filter(name => !partsOfLayers.includes(name))
  )
})

test('context above deadline: the span of a call tells what came too late', async t => {
  const { tracer, errors } = createSpy()
  const { client } = createClient(t, { tracer })
  await client.call({ ...post, deadlineMs: 0 })
  assert.deepEqual(errors, ['call: deadline'])
})

test('deadline above cache: one in a hurry does not end the read that another waits for', async t => {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const { client, clock } = createClient(t, {
    send: call => {
      markSent(call)
      return promise
    }
  })
  const hasty = client.call({ ...cached, deadlineMs: 50 })
  const patient = client.call(cached)
  await clock.advance(50)
  assert.equal((await hasty).kind, 'deadline')
  resolve(found)
  assert.equal((await patient).kind, 'answered')
})

test('cache above throttle: what is answered here is neither counted nor refused', async t => {
  const { client, clock } = createClient(t)
  await client.call(cached)
  for (let call = 0; call < 500; call++) await client.call(cached)
  assert.equal(client.status().throttle.requests, 1)
  await clock.advance(0)
})

test('cache above balance: an instance that answers for another is not asked', async t => {
  const { client, calls, view } = createClient(t)
  await client.call(cached)
  view.replace([anEndpoint('cart-9')])
  await client.call(cached)
  assert.equal(calls.length, 1)
})

test('throttle above limit: a target in need is spared before its places are counted', async t => {
  let chance = 0.999
  const { client, events } = createClient(t, {
    endpoints: ['a', 'b', 'c', 'd', 'e'].map(id => anEndpoint(id)),
    random: () => chance,
    send: hanging({ sends: true })
  })
  for (let call = 0; call < inFlightMax; call++) void client.call(post)
  chance = 0
  assert.equal((await client.call(post)).kind, 'overload')
  assert.equal(events.at(-1)?.kind, 'throttled')
})

test('throttle above retry: our refusal is not repeated, and calls count, not attempts', async t => {
  const { client, clock } = createClient(t, { outcomes: [refused] })
  const call = client.call(read)
  await clock.advance(1_000)
  assert.equal((await call).kind, 'overload')
  assert.equal(client.status().throttle.requests, 1)
})

test('limit above retry: a call holds its place while it waits between two attempts', async t => {
  const { client, clock } = createClient(t, {
    outcomes: [failure('lost', true), found],
    random: () => 0.999
  })
  const call = client.call(read)
  await clock.advance(10)
  assert.equal(client.status().inFlight, 1)
  await clock.advance(1_000)
  await call
  assert.equal(client.status().inFlight, 0)
})

test('limit below cache: an answer from the cache needs no place', async t => {
  const { client } = createClient(t, {
    send: call => {
      markSent(call)
      return call.method === 'POST' ? new Promise(() => {}) : Promise.resolve(found)
    },
    endpoints: ['a', 'b', 'c', 'd'].map(id => anEndpoint(id))
  })
  await client.call(cached)
  for (let call = 0; call < inFlightMax; call++) void client.call(post)
  assert.equal((await client.call(post)).kind, 'overload')
  assert.equal((await client.call(cached)).kind, 'answered')
})

test('key above retry: a POST with a key is repeated after it was sent, with the same key', async t => {
  const idempotencyKey = 'a-key-of-the-tests'
  const { client, clock, calls } = createClient(t, {
    outcomes: [failure('lost', true), reply(201)]
  })
  const call = client.call({ ...post, idempotencyKey })
  await clock.advance(1_000)
  assert.equal((await call).kind, 'answered')
  assert.deepEqual(
    calls.map(({ headers }) => headers['idempotency-key']),
    [idempotencyKey, idempotencyKey]
  )
})

test('retry above balance: each attempt is picked anew, elsewhere', async t => {
  const { client, clock, calls } = createClient(t, { outcomes: [failure('lost', true)] })
  const call = client.call(read)
  await clock.advance(1_000)
  await call
  assert.deepEqual(new Set(calls[0]?.progress.tried.slice(0, 2)), new Set(['cart-1', 'cart-2']))
})

test('retry above hedge above balance: the second of a pair goes elsewhere, no repeat', async t => {
  let isSlow = false
  const { client, clock, calls, events } = createClient(t, {
    send: call => {
      markSent(call)
      const isFirst = call.attempt === 1
      return isSlow && isFirst ? new Promise(() => {}) : Promise.resolve(found)
    }
  })
  for (let call = 0; call < 100; call++) await client.call({ ...read, hedge: true })
  isSlow = true
  const call = client.call({ ...read, hedge: true })
  await clock.advance(30)
  assert.equal((await call).kind, 'answered')
  const [first, second] = calls.at(-1)?.progress.tried ?? []
  assert.notEqual(first, second)
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['hedged']
  )
})

test('breaker above timeout: an instance that hangs is put out', async t => {
  const { client, clock } = createClient(t, {
    endpoints: [anEndpoint('cart-1')],
    send: hanging({ sends: true }),
    without: ['retry']
  })
  for (let call = 0; call < 5; call++) {
    const ended = client.call({ ...read, attemptMs: 100 })
    await clock.advance(100)
    await ended
  }
  assert.equal(client.status().endpoints[0]?.breaker.state, 'open')
})

test('breaker below balance: one that is out is not picked while another is in', async t => {
  const { client, calls, clock } = createClient(t, {
    without: ['retry'],
    random: () => 0.5,
    send: call => {
      markSent(call)
      return Promise.resolve(call.progress.tried.at(-1) === 'cart-1' ? reply(500) : found)
    }
  })
  for (let call = 0; call < 400; call++) await client.call(read)
  const failed = calls.filter(({ progress }) => progress.tried[0] === 'cart-1').length
  assert.ok(failed <= 5, `${failed}`)
  await clock.advance(0)
})

test('one that is full is not put out', async t => {
  const { client, clock } = createClient(t, {
    endpoints: [anEndpoint('cart-1')],
    without: ['retry']
  })
  for (const node of client.endpoints.all()) node.pending = pendingMax
  for (let call = 0; call < 50; call++) {
    assert.equal((await client.call(read)).kind, 'overload')
  }
  assert.equal(client.status().endpoints[0]?.breaker.state, 'closed')
  await clock.advance(0)
})

test('bulkhead above observe: what it refuses is no attempt in the figures', async t => {
  const { client } = createClient(t, { endpoints: [anEndpoint('cart-1')] })
  const [node] = client.endpoints.all()
  assert.ok(node)
  node.pending = pendingMax + 1
  assert.deepEqual(await node.way(aCall()), failure('overload', false))
  assert.equal(client.traffic.of('cart-1').at(-1)?.requests, 0)
})

test('observe above timeout: an attempt that hangs is in the figures', async t => {
  const { client, clock } = createClient(t, {
    endpoints: [anEndpoint('cart-1')],
    send: hanging({ sends: true }),
    without: ['retry']
  })
  const call = client.call({ ...read, attemptMs: 100 })
  await clock.advance(100)
  await call
  assert.equal(client.traffic.of('cart-1').at(-1)?.errors, 1)
})

test('timeout above the span of an attempt: the span is of the wire, not of our patience', async t => {
  const { tracer, errors } = createSpy()
  const { client, clock } = createClient(t, {
    tracer,
    without: ['retry'],
    send: call => {
      markSent(call)
      return new Promise(resolve => void clock.after(300, () => resolve(found)))
    }
  })
  const call = client.call({ ...read, attemptMs: 100 })
  await clock.advance(300)
  assert.equal((await call).kind, 'technical')
  assert.deepEqual(errors, ['call: attempt-timeout'])
})
