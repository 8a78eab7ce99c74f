import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import type { Watched } from '../../src/discovery/index.ts'
import { createTracer, runInContext, type Tracer } from '../../src/telemetry/index.ts'
import { createServiceTokens } from '../../src/tokens/index.ts'
import { anEndpoint, createFakeView, failure, hanging, reply } from './fakes.ts'
import { createClient, found, read, secret } from './harness.ts'

test('the layers stand in their order', async t => {
  const log: string[] = []
  const tracer = createTracer({ service: 'web', version: '1', instance: 'web-1' })
  const spy: Tracer = {
    ...tracer,
    localSpan(name) {
      log.push('context opens')
      return { ...tracer.localSpan(name), finish: () => void log.push('context ends') }
    },
    clientSpan(name, parent) {
      log.push('attemptSpan opens')
      return { ...tracer.clientSpan(name, parent), finish: () => void log.push('attemptSpan ends') }
    }
  }
  const sizes = new Map([
    [2_000, 'deadline'],
    [1_000, 'timeout'],
    [25, 'retry pauses']
  ])
  const { client, clock, calls } = createClient(t, {
    tracer: spy,
    endpoints: [anEndpoint('cart-1')],
    random: () => {
      log.push('random')
      return 0.5
    },
    send: call => {
      log.push('send')
      markSent(call)
      return Promise.resolve(calls.length === 1 ? failure('lost', true) : found)
    }
  })
  const after = clock.after
  clock.after = (ms, run) => {
    const name = sizes.get(ms) ?? `a timer of ${ms}`
    log.push(name)
    const cancel = after(ms, run)
    return () => {
      log.push(`${name} is cancelled`)
      cancel()
    }
  }
  const call = client.call({ ...read, deadlineMs: 2_000, attemptMs: 1_000 })
  await clock.advance(100)
  await call
  // Twice `random` is the balancer, which compares two; once is the jitter.
  const attempt = ['random', 'random', 'timeout', 'attemptSpan opens', 'send', 'attemptSpan ends']
  assert.deepEqual(
    log.filter(entry => !entry.startsWith('timeout is') && !entry.startsWith('deadline is')),
    ['context opens', 'deadline', ...attempt, 'random', 'retry pauses', ...attempt, 'context ends']
  )
  assert.ok(log.lastIndexOf('deadline is cancelled') > log.lastIndexOf('attemptSpan ends'))
  assert.ok(log.indexOf('timeout is cancelled') < log.indexOf('retry pauses'))
})

test('a request says who calls, for whom, and what it takes', async t => {
  const { client, calls } = createClient(t)
  await runInContext({ correlationId: 'c', customerToken: 'of the context' }, async () => {
    await client.call(read)
    await client.call({ ...read, customerToken: 'of the call' })
  })
  await client.call({ ...read, method: 'PUT', body: { amount: 1 } })
  const verify = createServiceTokens({ secret, name: 'cart', clock: Date.now }).verify
  const [first, second, third] = calls.map(({ headers }) => headers)
  const token = first?.['authorization']?.replace('Bearer ', '') ?? ''
  assert.equal(
    createServiceTokens({ secret, name: 'cart', clock: () => 1_000_000 }).verify(token),
    'web'
  )
  assert.equal(verify(token), undefined)
  assert.equal(first?.['x-customer-token'], 'of the context')
  assert.equal(second?.['x-customer-token'], 'of the call')
  assert.equal(third?.['x-customer-token'], undefined)
  assert.equal(first?.['content-type'], undefined)
  assert.equal(third?.['content-type'], 'application/json')
  assert.equal(calls[2]?.body, '{"amount":1}')
})

test('the time of an attempt travels, smaller at each hop; the second has all that is left', async t => {
  const { client, clock, calls } = createClient(t, {
    outcomes: [failure('lost', true), found],
    random: () => 0.9999
  })
  const sent = (): readonly unknown[] =>
    calls.splice(0).map(({ headers }) => [headers['x-deadline-ms'], headers['x-attempt']])
  const call = async (deadlineAt?: number): Promise<readonly unknown[]> => {
    const context = { correlationId: 'c', ...(deadlineAt && { deadlineAt }) }
    const ended = runInContext(context, () => client.call({ ...read, deadlineMs: 800 }))
    await clock.advance(60)
    await ended
    return sent()
  }
  assert.deepEqual(await call(), [
    ['395', '1'],
    ['745', '2']
  ])
  assert.deepEqual(await call(clock.now() + 300), [
    ['245', '1'],
    ['245', '2']
  ])
})

test('an attempt is told no more than its own limit, and never less than nothing', async t => {
  const { client, clock, calls } = createClient(t)
  await client.call({ ...read, deadlineMs: 5_000, attemptMs: 400 })
  await client.call({ ...read, attemptMs: 3 })
  const context = { correlationId: 'c', deadlineAt: clock.now() + 3 }
  const hurried = await runInContext(context, () => client.call({ ...read, method: 'POST' }))
  assert.deepEqual(hurried, { kind: 'deadline', sent: false, attempts: 0 })
  assert.deepEqual(
    calls.map(({ headers }) => headers['x-deadline-ms']),
    ['395', '0']
  )
})

test('each attempt has a span of its own in the trace of the request', async t => {
  const { client, clock, calls } = createClient(t, {
    outcomes: [failure('lost', true), found],
    random: () => 0.9999
  })
  const tracer = createTracer({ service: 'web', version: '1', instance: 'web-1' })
  const span = tracer.serverSpan({}, 'get /shop')
  const call = runInContext({ correlationId: span.traceId, span }, () => client.call(read))
  await clock.advance(100)
  await call
  const ids = calls.map(({ headers }) => headers)
  assert.deepEqual(
    ids.map(headers => headers['x-b3-traceid']),
    [span.traceId, span.traceId]
  )
  assert.notEqual(ids[0]?.['x-b3-spanid'], ids[1]?.['x-b3-spanid'])
  assert.equal(ids[0]?.['x-b3-parentspanid'], ids[1]?.['x-b3-parentspanid'])
  assert.notEqual(ids[0]?.['x-b3-parentspanid'], span.spanId)
})

test('a key is the same on all attempts, and they go to different endpoints', async t => {
  const { client, clock, calls, view } = createClient(t, {
    outcomes: [failure('lost', true)],
    random: () => 0.5
  })
  view.replace([anEndpoint('a'), anEndpoint('b'), anEndpoint('c')])
  const idempotencyKey = 'a-key-of-the-tests'
  const call = client.call({
    method: 'POST',
    path: '/carts',
    operation: 'POST /carts',
    idempotencyKey
  })
  await clock.advance(1_000)
  assert.deepEqual(await call, { kind: 'technical', sent: true, reason: 'lost', attempts: 3 })
  assert.deepEqual(
    calls.map(({ headers }) => headers['idempotency-key']),
    [idempotencyKey, idempotencyKey, idempotencyKey]
  )
  assert.equal(new Set(calls.at(-1)?.progress.tried).size, 3)
})

test('an answer of the asked shape is passed on, any other is a technical failure', async t => {
  const wrong = { kind: 'technical', sent: true, reason: 'invalid-answer', attempts: 1 }
  const cases: readonly (readonly [Outcome, unknown])[] = [
    [found, { kind: 'answered', status: 200, headers: {}, body: { id: '1' } }],
    [reply(200, {}, '{"id":1}'), wrong],
    [reply(200, {}, '{"id":"1"'), wrong],
    [reply(200, {}, 'null'), wrong],
    [reply(200, {}, '<html>'), wrong],
    [reply(204), wrong],
    [reply(200, {}, ''), wrong]
  ]
  for (const [outcome, expected] of cases) {
    const { client } = createClient(t, { outcomes: [outcome] })
    assert.deepEqual(await client.call(read), expected)
  }
})

test('without a shape the body is not looked at; as text it is passed on', async t => {
  const { client } = createClient(t, { outcomes: [reply(200, { etag: 'a' }, '<svg/>')] })
  const { method, path, operation } = read
  const answered = { kind: 'answered', status: 200, headers: { etag: 'a' } }
  assert.deepEqual(await client.call({ method, path, operation }), { ...answered, body: undefined })
  assert.deepEqual(await client.callText({ method, path, operation }), {
    ...answered,
    body: '<svg/>'
  })
})

test('how a call ended is told by its kind', async t => {
  const problem = { code: 'CART_FROZEN', title: 'it is frozen', details: { since: 1 }, more: 2 }
  const business = (status: number, code: string): object => ({
    kind: 'business',
    status,
    code,
    problem: { status, code, title: '' }
  })
  const technical = { kind: 'technical', sent: true, attempts: 1 }
  const cases: readonly (readonly [Outcome, unknown])[] = [
    [
      reply(409, {}, JSON.stringify(problem)),
      {
        ...business(409, 'CART_FROZEN'),
        problem: { status: 409, code: 'CART_FROZEN', title: 'it is frozen', details: { since: 1 } }
      }
    ],
    [reply(404, {}, 'not json'), business(404, 'STATUS_404')],
    [reply(404, {}, '{"code":7,"title":8,"details":9}'), business(404, 'STATUS_404')],
    [reply(404, {}, '{"code":"A","title":8,"details":null}'), business(404, 'A')],
    [
      reply(429, { 'x-retry': 'no' }, '{"code":"LOGIN_THROTTLED"}'),
      business(429, 'LOGIN_THROTTLED')
    ],
    [reply(500), { ...technical, reason: 'status 500' }],
    [reply(302, { location: 'http://elsewhere' }), { ...technical, reason: 'status 302' }],
    [failure('too-large', true), { ...technical, reason: 'too-large' }]
  ]
  for (const [outcome, expected] of cases) {
    const { client, counted } = createClient(t, { outcomes: [outcome] })
    const result = await client.call(read)
    assert.deepEqual(result, expected)
    assert.deepEqual(counted, [{ target: 'cart', outcome: result.kind, durationMs: 0 }])
  }
})

test('a call that every attempt refused was surely not executed', async t => {
  const mark = reply(503, { 'x-not-processed': '1' })
  for (const outcome of [mark, reply(429)]) {
    const { client, clock } = createClient(t, { outcomes: [outcome] })
    const call = client.call(read)
    await clock.advance(1_000)
    assert.deepEqual(await call, { kind: 'overload', sent: false, attempts: 3 })
  }
})

test('a call that was lost and then refused may have been executed', async t => {
  const mark = reply(503, { 'x-not-processed': '1' })
  for (const outcome of [mark, failure('refused', false)]) {
    const { client, clock } = createClient(t, { outcomes: [failure('lost', true), outcome] })
    const call = client.call(read)
    await clock.advance(1_000)
    const { kind, ...told } = await call
    assert.equal(kind, 'technical')
    assert.equal('sent' in told && told.sent, true)
  }
})

test('the deadline is exact and tells whether the request was sent', async t => {
  for (const sends of [true, false]) {
    const { client, clock, counted } = createClient(t, { send: hanging({ sends }) })
    const call = client.call({ ...read, deadlineMs: 700 })
    await clock.advance(699)
    assert.deepEqual(counted, [])
    await clock.advance(1)
    assert.deepEqual(await call, { kind: 'deadline', sent: sends, attempts: 2 })
    assert.deepEqual(counted, [{ target: 'cart', outcome: 'deadline', durationMs: 700 }])
  }
})

test('a call for which there is no time left is not sent', async t => {
  const { client, clock, calls } = createClient(t)
  const context = { correlationId: 'c', deadlineAt: clock.now() }
  const result = await runInContext(context, () => client.call(read))
  assert.deepEqual(result, { kind: 'deadline', sent: false, attempts: 0 })
  assert.equal(calls.length, 0)
})

test('a target without an instance is told at once, and one that comes meanwhile is found', async t => {
  const { client, clock, view } = createClient(t, { endpoints: [] })
  const none = client.call(read)
  await clock.advance(0)
  assert.deepEqual(await none, {
    kind: 'technical',
    sent: false,
    reason: 'no-endpoint',
    attempts: 0
  })
  const waiting = createClient(t, { endpoints: [], random: () => 0.9999 })
  const call = waiting.client.call(read)
  await waiting.clock.advance(10)
  waiting.view.replace([anEndpoint('cart-1')])
  await waiting.clock.advance(1_000)
  assert.equal((await call).kind, 'answered')
  assert.equal(view.current().endpoints.length, 0)
})

// O4: the original took a first look that had failed or was not over for a service without instances.
test('while the registry has not spoken a call waits for it', async t => {
  let told = (): void => {}
  const view = createFakeView()
  const watched: Watched = {
    ...view,
    ready: () => new Promise(resolve => (told = () => resolve(view.current())))
  }
  const { client, clock } = createClient(t, { watched })
  const call = client.call(read)
  await clock.advance(10)
  view.replace([anEndpoint('cart-1')])
  told()
  assert.equal((await call).kind, 'answered')
})

test('when every endpoint is full the call is refused by ourselves', async t => {
  const { client, clock } = createClient(t)
  for (const node of client.endpoints.all()) node.pending = 64
  const call = client.call(read)
  await clock.advance(1_000)
  assert.deepEqual(await call, { kind: 'overload', sent: false, attempts: 0 })
})

test('1,000 calls leave nothing behind', async t => {
  const outcomes = [found, failure('lost', true), failure('refused', false), reply(500)]
  const { client, clock, counted } = createClient(t, {
    send: call => {
      markSent(call)
      return Promise.resolve(outcomes[counted.length % outcomes.length] ?? found)
    }
  })
  for (let call = 0; call < 1_000; call++) await client.call(read)
  await clock.advance(0)
  assert.equal(clock.timers(), 0)
  assert.deepEqual(
    client.endpoints.all().map(({ pending }) => pending),
    [0, 0]
  )
})

test('a client that is closed sends nothing', async t => {
  const { client, clock, calls } = createClient(t)
  await client.close()
  const call = client.call(read)
  await clock.advance(1_000)
  assert.equal((await call).kind, 'technical')
  assert.equal(calls.length, 0)
})

test('an instance is not put out for what is away behind it, only avoided if others have it', async t => {
  const without = reply(503, { 'x-retry': 'no' })
  const alone = createClient(t, { endpoints: [anEndpoint('cart-1')], outcomes: [without] })
  for (let call = 0; call < 50; call++) {
    assert.equal((await alone.client.call(read)).kind, 'technical')
    await alone.clock.advance(10)
  }
  assert.equal(alone.client.status().endpoints[0]?.breaker.state, 'closed')
  assert.equal(alone.calls.length, 50)

  let step = 0
  const one = createClient(t, {
    endpoints: ['cart-1', 'cart-2', 'cart-3'].map(id => anEndpoint(id)),
    random: () => (step = (step + 0.382) % 1),
    send: call => {
      markSent(call)
      return Promise.resolve(call.progress.tried.at(-1) === 'cart-1' ? without : found)
    }
  })
  for (let call = 0; call < 500; call++) {
    await one.client.call(read)
    await one.clock.advance(2)
  }
  const given = one.calls.filter(({ progress }) => progress.tried.includes('cart-1')).length
  assert.ok(given > 0 && given <= 25, `${given} of 500`)
})
