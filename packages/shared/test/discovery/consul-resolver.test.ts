import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createConsulResolver, type DiscoveryEvent } from '../../src/discovery/index.ts'
import { createManualClock } from '../client/fakes.ts'
import { healthEntry, startScriptedRegistry, until } from './fixtures.ts'

async function setUp(
  t: TestContext,
  options: { readonly labId?: string; readonly consulToken?: string } = {}
) {
  const registry = await startScriptedRegistry(t)
  const clock = createManualClock()
  const events: DiscoveryEvent[] = []
  const resolver = createConsulResolver({
    consulUrl: registry.url,
    clock,
    random: () => 0.5,
    onEvent: event => void events.push(event),
    ...options
  })
  t.after(() => resolver.close())
  return { registry, clock, events, resolver }
}

const idsOf = (set: { readonly endpoints: readonly { readonly id: string }[] }): string =>
  set.endpoints.map(({ id }) => id).join(' ')

test('shows its token with every question, and none where there is none', async t => {
  for (const consulToken of ['a token', undefined]) {
    const { registry, resolver } = await setUp(t, consulToken === undefined ? {} : { consulToken })
    resolver.watch('cart')
    const first = await registry.next()
    assert.equal(first.token, consulToken)
    first.answer({ index: 3, body: [] })
    assert.equal((await registry.next()).token, consulToken)
  }
})

// O5: the original read the catalogue, which tells nothing of health, every 5 s.
test('asks at first without an index, then waits at the one that was told', async t => {
  const { registry, resolver } = await setUp(t)
  const watched = resolver.watch('cart')
  const first = await registry.next()
  assert.equal(first.path, '/v1/health/service/cart')
  assert.equal(first.query.get('index'), '0')
  assert.equal(first.query.get('wait'), '30s')
  assert.ok(first.query.has('stale'))
  // Who fails or drains is to be seen.
  assert.ok(!first.query.has('passing'))
  first.answer({ index: 17, body: [healthEntry('a')] })
  const second = await registry.next()
  assert.equal(second.query.get('index'), '17')
  assert.equal(idsOf(watched.current()), 'a')
})

// O6: the original asked the registry anew for each request.
test('watches a service once, however often it is asked for', async t => {
  const { registry, resolver } = await setUp(t)
  assert.equal(resolver.watch('cart'), resolver.watch('cart'))
  await registry.next()
  resolver.watch('product')
  assert.equal((await registry.next()).path, '/v1/health/service/product')
  assert.equal(registry.waiting(), 0)
})

test('uses one connection for each service, over many rounds', async t => {
  const { registry, resolver } = await setUp(t)
  resolver.watch('cart')
  const ports = new Set<number | undefined>()
  for (let index = 1; index <= 4; index++) {
    const question = await registry.next()
    ports.add(question.port)
    question.answer({ index, body: [] })
  }
  await registry.next()
  assert.equal(ports.size, 1)
  assert.equal(await registry.connections(), 1)
})

test('encodes the name of a service', async t => {
  const { registry, resolver } = await setUp(t)
  resolver.watch('a/b?index=9')
  const { path, query } = await registry.next()
  assert.equal(path, '/v1/health/service/a/b?index=9')
  assert.equal(query.get('index'), '0')
})

test('emits what has changed and not every answer', async t => {
  const { registry, resolver, events } = await setUp(t)
  const heard: string[] = []
  resolver.watch('cart').onChange(set => void heard.push(idsOf(set)))
  const answers = [['a'], ['a'], ['a', 'b'], ['b', 'a']]
  for (const [at, ids] of answers.entries()) {
    const question = await registry.next()
    question.answer({ index: at + 1, body: ids.map(id => healthEntry(id)) })
  }
  await registry.next()
  assert.deepEqual(heard, ['a', 'a b'])
  assert.deepEqual(
    events.map(event => event.kind),
    ['changed', 'changed']
  )
})

test('only instances of its lab count', async t => {
  const { registry, resolver } = await setUp(t, { labId: 'mine' })
  const watched = resolver.watch('cart')
  const entries = [
    healthEntry('a', { meta: { lab: 'mine' } }),
    healthEntry('b', { meta: { lab: 'theirs' } })
  ]
  ;(await registry.next()).answer({ index: 1, body: entries })
  await registry.next()
  assert.equal(idsOf(watched.current()), 'a')
})

// O3: the original kept an index that was higher than the registry's: no change is heard with it.
test('asks without an index when the index goes back, and keeps what was told', async t => {
  const { registry, resolver } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 100, body: [healthEntry('a')] })
  ;(await registry.next()).answer({ index: 5, body: [healthEntry('a'), healthEntry('b')] })
  assert.equal((await registry.next()).query.get('index'), '0')
  assert.equal(idsOf(watched.current()), 'a b')
})

// O3: the original took every index, also 0, with which a question does not wait.
test('takes an index below 1 for 1, since 0 would not wait', async t => {
  const { registry, resolver } = await setUp(t)
  resolver.watch('cart')
  ;(await registry.next()).answer({ index: 0, body: [] })
  assert.equal((await registry.next()).query.get('index'), '1')
})

// O3: the original asked again at once after each answer, however often it changed.
test('looks once a second at what changes all the time', async t => {
  const { registry, resolver, clock } = await setUp(t)
  resolver.watch('cart')
  for (let index = 1; index <= 5; index++) (await registry.next()).answer({ index, body: [] })
  await until(() => clock.timers() === 1, 'it does not pause')
  await clock.advance(999)
  assert.equal(registry.waiting(), 0)
  await clock.advance(1)
  ;(await registry.next()).answer({ index: 6, body: [] })
  await until(() => clock.timers() === 1, 'it does not pause')
  assert.equal(registry.waiting(), 0)
})

for (const [what, reply] of Object.entries({
  'status 500': { status: 500, index: 9, body: 'No cluster leader' },
  'status 429': { status: 429, body: 'too many' },
  'a redirect': { status: 301, headers: { location: '/ui/' } },
  'no JSON': { index: 9, body: '<html>' },
  'no list': { index: 9, body: { error: 'x' } },
  'a list in which nothing can be read': { index: 9, body: [{ Service: {} }, null] },
  'no index': { body: [] },
  'an index that is none': { index: 'x', body: [] },
  'nothing, for want of rights': {
    index: 9,
    body: [],
    headers: { 'x-consul-results-filtered-by-acls': 'true' }
  }
})) {
  // O5: the original dropped a good set as soon as one look into the registry failed.
  test(`keeps what was last known when the registry answers with ${what}`, async t => {
    const { registry, resolver, clock, events } = await setUp(t)
    const watched = resolver.watch('cart')
    ;(await registry.next()).answer({ index: 7, body: [healthEntry('a'), healthEntry('b')] })
    ;(await registry.next()).answer(reply)
    await until(() => clock.timers() === 1, 'it does not pause')
    assert.equal(idsOf(watched.current()), 'a b')
    assert.equal(watched.current().source, 'last-known')
    assert.equal(events.at(-1)?.kind, 'lost')
    await clock.advance(100)
    // The index was of the life before.
    assert.equal((await registry.next()).query.get('index'), '0')
  })
}

const unled = { 'x-consul-knownleader': 'false' }

test('keeps what was last known when the registry has no leader, asked without waiting too', async t => {
  const { registry, resolver, clock } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 7, body: [healthEntry('a')] })
  ;(await registry.next()).answer({ index: 9, body: [], headers: unled })
  const again = await registry.next()
  assert.equal(again.query.get('index'), '0')
  again.answer({ index: 9, body: [], headers: unled })
  await until(() => clock.timers() === 1, 'it does not pause')
  assert.equal(idsOf(watched.current()), 'a')
  assert.equal(watched.current().alarm, 'the registry has no leader')
})

test('a client agent, which knows of no leader after it waited, is believed once asked again', async t => {
  const { registry, resolver, events } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 7, body: [healthEntry('a')] })
  const news = [healthEntry('a'), healthEntry('b')]
  ;(await registry.next()).answer({ index: 9, body: news, headers: unled })
  ;(await registry.next()).answer({ index: 9, body: news })
  assert.equal((await registry.next()).query.get('index'), '9')
  assert.equal(idsOf(watched.current()), 'a b')
  assert.equal(watched.current().source, 'live')
  assert.ok(events.every(({ kind }) => kind !== 'lost'))
})

test('takes what a server without a leader knows where nothing else is known', async t => {
  const { registry, resolver, clock } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 7, headers: unled, body: [healthEntry('a')] })
  await until(() => clock.timers() === 1, 'it does not pause')
  assert.equal(idsOf(watched.current()), 'a')
  assert.equal(watched.current().source, 'last-known')
  assert.equal(watched.current().alarm, 'the registry has no leader')
})

// O7: the original looked again only after a success: one failure, and its set was frozen for ever.
test('keeps what was last known when the connection is lost, and tells so once', async t => {
  const { registry, resolver, clock, events } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 7, body: [healthEntry('a')] })
  await registry.next()
  await registry.stop()
  // Half of a limit that doubles: 50, 100, 200 and so on, and never more than 5 s.
  for (let round = 0; round < 12; round++) {
    await until(() => clock.timers() === 1, 'it does not pause')
    assert.equal(watched.current().source, 'last-known')
    await clock.advance(5_000)
  }
  assert.equal(idsOf(watched.current()), 'a')
  assert.equal(events.filter(({ kind }) => kind === 'lost').length, 1)
  await registry.start()
  await until(() => clock.timers() === 1, 'it does not pause')
  await clock.advance(5_000)
  const question = await registry.next()
  assert.equal(question.query.get('index'), '0')
  question.answer({ index: 2, body: [healthEntry('a')] })
  await registry.next()
  assert.equal(watched.current().source, 'live')
  const found = events.at(-1)
  assert.ok(found?.kind === 'found' && found.afterMs >= 60_000)
})

test('a registry that was started anew and knows nobody yet takes nobody away', async t => {
  const { registry, resolver, clock, events } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 90, body: [healthEntry('a'), healthEntry('b')] })
  ;(await registry.next()).drop()
  await until(() => clock.timers() === 1, 'it does not pause')
  await clock.advance(100)
  ;(await registry.next()).answer({ index: 3, body: [] })
  ;(await registry.next()).answer({ index: 4, body: [healthEntry('b')] })
  await registry.next()
  assert.equal(idsOf(watched.current()), 'b a')
  assert.equal(events.at(-1)?.kind, 'held')
})

test('tells how many entries it skips, once for each number, and takes the others', async t => {
  const { registry, resolver, events } = await setUp(t)
  const watched = resolver.watch('cart')
  const a = healthEntry('a')
  for (const [at, body] of [[a, null], [a, null], [null, a, {}], [a], [a, null]].entries()) {
    ;(await registry.next()).answer({ index: at + 1, body })
  }
  await until(() => events.filter(({ kind }) => kind === 'skipped').length > 2, 'it tells nothing')
  assert.deepEqual(
    events.filter(({ kind }) => kind !== 'changed'),
    [1, 2, 1].map(count => ({ kind: 'skipped', service: 'cart', count }))
  )
  assert.equal(idsOf(watched.current()), 'a')
})

test('refuses an answer that would fill the memory', async t => {
  const { registry, resolver, clock, events } = await setUp(t)
  const watched = resolver.watch('cart')
  ;(await registry.next()).answer({ index: 1, body: ' '.repeat(17 * 1024 * 1024) })
  await until(() => events.length > 0 && clock.timers() === 1, 'it took the answer')
  const [lost] = events
  assert.ok(lost?.kind === 'lost' && /more than \d+ bytes/.test(lost.reason))
  assert.equal(watched.current().source, 'none')
})

test('a registry that is away at the start is found when it comes', async t => {
  const { registry, resolver, clock } = await setUp(t)
  await registry.stop()
  const watched = resolver.watch('cart')
  const first = watched.ready(1_000_000)
  await until(() => clock.timers() === 2, 'it does not pause')
  await registry.start()
  await clock.advance(100)
  ;(await registry.next()).answer({ index: 2, body: [healthEntry('a')] })
  assert.equal(idsOf(await first), 'a')
})

test('ends every question when it is closed, and begins none', async t => {
  const { registry, resolver } = await setUp(t)
  resolver.watch('cart')
  resolver.watch('product')
  await Promise.all([registry.next(), registry.next()])
  await resolver.close()
  while ((await registry.connections()) > 0) await setImmediate()
  assert.equal(registry.waiting(), 0)
  assert.throws(() => resolver.watch('web'), /closed/)
})

test('can be closed while it connects to an address that never answers', async t => {
  // A server that takes connections and says nothing.
  const silent = createServer()
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  t.after(() => silent.close())
  const { port } = silent.address() as AddressInfo
  const resolver = createConsulResolver({ consulUrl: `http://127.0.0.1:${port}` })
  resolver.watch('cart')
  const startedAt = performance.now()
  await resolver.close()
  assert.ok(performance.now() - startedAt < 1_000)
})
