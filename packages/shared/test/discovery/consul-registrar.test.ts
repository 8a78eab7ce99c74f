import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createConsulRegistrar, type RegistrarEvent } from '../../src/discovery/index.ts'
import { createManualClock } from '../client/fakes.ts'
import { startScriptedRegistry, until, type Question } from './fixtures.ts'

async function setUp(t: TestContext, consulToken?: string) {
  const registry = await startScriptedRegistry(t)
  const clock = createManualClock()
  const events: RegistrarEvent[] = []
  const registrar = createConsulRegistrar({
    consulUrl: registry.url,
    consulToken,
    registration: {
      id: 'cart-1-x',
      service: 'cart',
      address: '127.0.0.1',
      port: 4711,
      version: '1.2.3',
      labId: 'mine',
      instanceName: 'cart-1',
      check: { path: '/readyz', intervalMs: 1_000, timeoutMs: 500 }
    },
    clock,
    random: () => 0.5,
    onEvent: event => void events.push(event)
  })
  t.after(() => registrar.close())
  const told = (): string => events.map(({ kind }) => kind).join(' ')
  /** Waits until it rests between two rounds. */
  const resting = (): Promise<void> => until(() => clock.timers() === 1, 'it does not rest')
  /** Registers, as far as the registry knows. */
  const registered = async (): Promise<void> => {
    const done = registrar.register()
    ;(await registry.next()).answer()
    await done
    await resting()
  }
  return { registry, clock, registrar, told, resting, registered }
}

function nameOf({ method, path, query }: Question): string {
  const search = query.toString()
  return `${method} ${path}${search && `?${search}`}`
}

const lookMs = 4_000

test('shows its token with all that it asks, to the last', async t => {
  const { registry, registrar, clock, resting } = await setUp(t, 'a token')
  const tokens: (string | undefined)[] = []
  const next = async (): Promise<void> => {
    const question = await registry.next()
    tokens.push(`${question.method} ${question.token}`)
    question.answer()
  }
  const registered = registrar.register()
  await next()
  await registered
  await resting()
  await clock.advance(lookMs)
  await next()
  await resting()
  const drained = registrar.drain('stopping')
  await next()
  await next()
  await drained
  const gone = registrar.deregister()
  await next()
  await gone
  assert.deepEqual(
    tokens,
    ['PUT', 'GET', 'GET', 'PUT', 'PUT'].map(method => `${method} a token`)
  )
})

// O10: in the original two services registered without any check, and stayed in when they were dead.
test('registers with a check, its lab and its version', async t => {
  const { registry, registrar, told } = await setUp(t)
  const done = registrar.register()
  const question = await registry.next()
  assert.equal(nameOf(question), 'PUT /v1/agent/service/register?replace-existing-checks=true')
  assert.deepEqual(JSON.parse(question.body), {
    ID: 'cart-1-x',
    Name: 'cart',
    Address: '127.0.0.1',
    Port: 4711,
    Tags: ['lab-mine'],
    Meta: { version: '1.2.3', lab: 'mine', instance: 'cart-1' },
    Weights: { Passing: 10, Warning: 1 },
    Check: {
      CheckID: 'ready:cart-1-x',
      Name: 'ready',
      HTTP: 'http://127.0.0.1:4711/readyz',
      Interval: '1000ms',
      Timeout: '500ms',
      FailuresBeforeCritical: 2,
      DeregisterCriticalServiceAfter: '1m',
      Status: 'passing'
    }
  })
  question.answer()
  await done
  assert.equal(told(), 'registered')
})

test('tries again until it is registered, with pauses that grow, and tells of the failure once', async t => {
  const { registry, registrar, clock, told, resting } = await setUp(t)
  let isDone = false
  const done = registrar.register().then(() => (isDone = true))
  for (const fail of ['drop', 'answer', 'drop', 'answer'] as const) {
    const question = await registry.next()
    if (fail === 'drop') question.drop()
    else question.answer({ status: 500, body: 'No cluster leader' })
    await resting()
    assert.equal(isDone, false)
    await clock.advance(5_000)
  }
  ;(await registry.next()).answer()
  await done
  assert.equal(told(), 'failed registered')
})

test('asks every few seconds whether it is still known, over the one connection', async t => {
  const { registry, clock, registered, resting, told } = await setUp(t)
  await registered()
  for (let round = 0; round < 3; round++) {
    await clock.advance(lookMs - 1)
    assert.equal(registry.waiting(), 0)
    await clock.advance(1)
    const question = await registry.next()
    assert.equal(nameOf(question), 'GET /v1/agent/service/cart-1-x')
    question.answer({ body: { ID: 'cart-1-x' } })
    await resting()
  }
  assert.equal(await registry.connections(), 1)
  assert.equal(told(), 'registered')
})

test('registers again when it has been forgotten', async t => {
  const { registry, clock, registered, resting, told } = await setUp(t)
  await registered()
  await clock.advance(lookMs)
  ;(await registry.next()).answer({ status: 404 })
  const again = await registry.next()
  assert.match(nameOf(again), /^PUT \/v1\/agent\/service\/register/)
  assert.equal(JSON.parse(again.body).Check.Status, 'passing')
  again.answer()
  await resting()
  assert.equal(told(), 'registered registered')
})

test('does not take a failing registry for one that has forgotten', async t => {
  const { registry, clock, registered, resting } = await setUp(t)
  await registered()
  await clock.advance(lookMs)
  ;(await registry.next()).answer({ status: 500 })
  await resting()
  await clock.advance(lookMs)
  assert.equal(nameOf(await registry.next()), 'GET /v1/agent/service/cart-1-x')
})

test('marks itself as draining at once', async t => {
  const { registry, registrar, registered, told } = await setUp(t)
  await registered()
  const done = registrar.drain('stopping now')
  ;(await registry.next()).answer({ body: {} })
  const mark = await registry.next()
  assert.equal(
    nameOf(mark),
    'PUT /v1/agent/service/maintenance/cart-1-x?enable=true&reason=stopping+now'
  )
  mark.answer()
  await done
  assert.equal(told(), 'registered draining')
})

test('tries to mark itself until it succeeds', async t => {
  const { registry, registrar, registered, resting, clock, told } = await setUp(t)
  await registered()
  const done = registrar.drain('stopping')
  ;(await registry.next()).answer({ body: {} })
  ;(await registry.next()).answer({ status: 500 })
  await resting()
  await clock.advance(5_000)
  ;(await registry.next()).answer({ body: {} })
  ;(await registry.next()).answer()
  await done
  assert.equal(told(), 'registered failed draining')
})

test('one that drains and was forgotten never seems ready: it marks itself', async t => {
  const { registry, registrar, registered, resting, clock } = await setUp(t)
  await registered()
  const done = registrar.drain('stopping')
  ;(await registry.next()).answer({ body: {} })
  ;(await registry.next()).answer()
  await done
  await resting()
  await clock.advance(lookMs)
  ;(await registry.next()).answer({ status: 404 })
  const again = await registry.next()
  assert.equal(JSON.parse(again.body).Check.Status, 'critical')
  again.answer()
  const mark = await registry.next()
  assert.match(nameOf(mark), /maintenance/)
  mark.answer()
})

test('a drain that comes while it asks is not forgotten', async t => {
  const { registry, registrar, registered, clock } = await setUp(t)
  await registered()
  await clock.advance(lookMs)
  const question = await registry.next()
  const done = registrar.drain('stopping')
  question.answer({ body: {} })
  for (;;) {
    const next = await registry.next()
    next.answer({ body: {} })
    if (nameOf(next).includes('maintenance')) break
  }
  await done
})

test('deregisters, and never registers again', async t => {
  const { registry, registrar, registered, clock } = await setUp(t)
  await registered()
  const done = registrar.deregister()
  const question = await registry.next()
  assert.equal(nameOf(question), 'PUT /v1/agent/service/deregister/cart-1-x')
  question.answer()
  await done
  assert.equal(clock.timers(), 0)
  await clock.advance(60_000)
  assert.equal(registry.waiting(), 0)
})

test('deregisters only after a registration that is under way', async t => {
  const { registry, registrar } = await setUp(t)
  const registering = registrar.register()
  const registration = await registry.next()
  const done = registrar.deregister()
  // Nobody waits for a registration any more, though it is not answered yet.
  await registering
  assert.equal(registry.waiting(), 0)
  registration.answer()
  const question = await registry.next()
  assert.match(nameOf(question), /deregister/)
  question.answer()
  await done
})

test('is content when there is nothing to deregister', async t => {
  const { registry, registrar, registered } = await setUp(t)
  await registered()
  const done = registrar.deregister()
  ;(await registry.next()).answer({ status: 404, body: 'Unknown service ID' })
  await done
})

test('gives up deregistering after three attempts', async t => {
  const { registry, registrar, registered, clock, resting } = await setUp(t)
  await registered()
  const done = assert.rejects(registrar.deregister(), /internal server error/)
  for (let attempt = 1; attempt <= 3; attempt++) {
    ;(await registry.next()).answer({ status: 500 })
    if (attempt === 3) break
    await resting()
    await clock.advance(1_000)
  }
  await done
})

test('ends all of it when it is closed, with nobody left waiting', async t => {
  const { registry, registrar, clock } = await setUp(t)
  await registry.stop()
  const registering = registrar.register()
  const draining = registrar.drain('stopping')
  await until(() => clock.timers() === 1, 'it does not rest')
  await registrar.close()
  await Promise.all([registering, draining])
  assert.equal(clock.timers(), 0)
})

test('writes an IPv6 address so that the check can be made', async t => {
  const registry = await startScriptedRegistry(t)
  const registrar = createConsulRegistrar({
    consulUrl: registry.url,
    registration: {
      id: 'a',
      service: 'cart',
      address: '::1',
      port: 1,
      version: '1',
      check: { path: '/readyz', intervalMs: 1_000, timeoutMs: 500 }
    }
  })
  t.after(() => registrar.close())
  const done = registrar.register()
  const question = await registry.next()
  const body = JSON.parse(question.body)
  assert.equal(body.Check.HTTP, 'http://[::1]:1/readyz')
  assert.deepEqual(body.Meta, { version: '1' })
  question.answer()
  await done
})
