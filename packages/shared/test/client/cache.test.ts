import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCacheStore } from '../../src/client/cache-store.ts'
import { cache } from '../../src/client/cache.ts'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { deadline } from '../../src/client/deadline.ts'
import { madeIn, markSent } from '../../src/client/flight.ts'
import { createClient, read as look } from './harness.ts'
import { aCall, answering, createEar, createManualClock, failure, hanging, reply } from './fakes.ts'

const tea = reply(200, {}, '"tea"')

/** A cache over a transport that ends every read as the test says. */
function create() {
  const clock = createManualClock()
  const { tell, heard } = createEar()
  const store = createCacheStore()
  const layer = cache({ store, clock, tell })
  let next: Outcome = tea
  const calls: Call[] = []
  const way = layer(call => {
    calls.push(call)
    return Promise.resolve(next)
  })
  const read = (changes: Partial<Call> = {}): Promise<Outcome> => way(aRead(clock.now(), changes))
  return {
    clock,
    heard,
    store,
    layer,
    calls,
    read,
    answer: (outcome: Outcome) => void (next = outcome)
  }
}

function aRead(now: number, changes: Partial<Call> = {}): Call {
  const kept = { freshMs: 1_000, staleMs: 300_000 }
  return aCall({ cache: kept, deadlineAt: now + 2_000, ...changes })
}

test('an answer is passed on again for a second, and then asked for anew', async () => {
  const { clock, calls, read, answer } = create()
  assert.deepEqual(await read(), tea)
  await clock.advance(999)
  answer(reply(200, {}, '"coffee"'))
  assert.deepEqual(await read(), tea)
  assert.equal(calls.length, 1)
  await clock.advance(1)
  assert.deepEqual(await read(), reply(200, {}, '"coffee"'))
})

test('other paths and other services are other answers', async () => {
  const { calls, read } = create()
  await read()
  await read({ path: '/carts/2' })
  await read({ target: 'product' })
  assert.equal(calls.length, 3)
})

test('what does not ask for it, and what is no GET, goes through', async () => {
  const { calls, read } = create()
  for (const changes of [{ cache: undefined }, { method: 'POST' }, { method: 'HEAD' }] as const) {
    await read(changes)
    await read(changes)
  }
  assert.equal(calls.length, 6)
})

test('equal reads that are under way are one', async () => {
  const { clock, heard, layer } = create()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let sent = 0
  const way = layer(() => {
    sent++
    return promise
  })
  const reads = Array.from({ length: 100 }, () => way(aRead(clock.now())))
  resolve(tea)
  assert.deepEqual(new Set(await Promise.all(reads)), new Set([tea]))
  assert.equal(sent, 1)
  assert.equal(heard.filter(({ kind }) => kind === 'collapsed').length, 99)
})

test('a read that matters more does not share the refusal of one that matters less', async () => {
  const { clock, layer, heard } = create()
  const refused = failure('throttled', false)
  const way = layer(({ importance }) => Promise.resolve(importance === 'high' ? tea : refused))
  const low = way(aRead(clock.now(), { importance: 'low' }))
  const high = way(aRead(clock.now(), { importance: 'high' }))
  assert.deepEqual(await Promise.all([low, high]), [refused, tea])
  assert.deepEqual(heard, [])
})

test('below the deadline, one caller in a hurry does not end the read that others wait for', async () => {
  const { clock, layer } = create()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const sending: Send = call => {
    markSent(call)
    return promise
  }
  const way = deadline(clock)(layer(sending))
  const hasty = way(aRead(clock.now(), { deadlineAt: clock.now() + 50 }))
  const patient = way(aRead(clock.now()))
  await clock.advance(50)
  assert.deepEqual(await hasty, failure('deadline', true))
  resolve(tea)
  assert.deepEqual(await patient, tea)
})

test('a shared read ends by itself, though nobody waits any more', async () => {
  const { clock, layer } = create()
  const way = deadline(clock)(layer(hanging({ sends: true })))
  const outcome = way(aRead(clock.now(), { deadlineAt: clock.now() + 50 }))
  await clock.advance(50)
  assert.deepEqual(await outcome, failure('deadline', true), 'it is on the wire')
  assert.equal(clock.timers(), 1)
  await clock.advance(2_000)
  assert.equal(clock.timers(), 0)
})

test('who waits for the read of another is told what became of it', async t => {
  const { client, clock } = createClient(t, { send: hanging({ sends: true }) })
  const cached = { ...look, cache: { freshMs: 1_000, staleMs: 60_000 }, deadlineMs: 300 }
  const calls = [client.call(cached), client.call(cached)]
  await clock.advance(300)
  for (const result of await Promise.all(calls)) {
    assert.deepEqual(result, { kind: 'deadline', sent: true, attempts: 1 })
  }
})

test('what is refused as unimportant is asked for as important', async () => {
  const { clock, read, answer, calls } = create()
  await read()
  await read({ path: '/carts/2' })
  answer(reply(503, { 'x-not-processed': '1' }))
  await clock.advance(5_000)
  await read({ importance: 'low' })
  answer(tea)
  const before = calls.length
  assert.deepEqual(await read({ path: '/carts/2', importance: 'normal' }), tea)
  assert.equal(calls.length, before + 1)
})

test('while there is no answer the last one stands in and tells its age, for five minutes', async () => {
  const { clock, heard, read, answer } = create()
  await read()
  answer(failure('no-endpoint', false))
  await clock.advance(5_000)
  assert.deepEqual(await read(), { ...tea, ageMs: 5_000 })
  assert.deepEqual(heard.at(-1), { kind: 'stale', ageMs: 5_000 })
  await clock.advance(294_999)
  assert.deepEqual(await read(), { ...tea, ageMs: 299_999 })
  await clock.advance(1)
  assert.deepEqual(await read(), failure('no-endpoint', false))
})

test('what is no answer neither becomes one nor takes the last one away', async () => {
  const { clock, store, read, answer } = create()
  const accepts = (body: string): boolean => body.startsWith('"')
  await read({ accepts })
  for (const rubbish of [
    reply(200, {}, '<html>'),
    reply(302),
    reply(401),
    reply(403),
    reply(500)
  ]) {
    await clock.advance(1_000)
    answer(rubbish)
    const told = await read({ accepts })
    const isRefusal = rubbish.status === 401 || rubbish.status === 403
    assert.equal(told.kind === 'reply' && told.body, isRefusal ? '' : tea.body, `${rubbish.status}`)
    assert.equal(store.read().entries, 1)
  }
})

test('what is gone is forgotten', async () => {
  for (const gone of [reply(404), reply(410)]) {
    const { clock, store, read, answer } = create()
    await read()
    await clock.advance(1_000)
    answer(gone)
    assert.deepEqual(await read(), gone)
    assert.equal(store.read().entries, 0)
  }
})

test('who has something to show waits half of its time for a target that hangs', async () => {
  const { clock, layer, store } = create()
  const way = deadline(clock)(layer(hanging({ sends: true })))
  const first = aRead(clock.now())
  store.put('cart /carts/1', { reply: tea, keptAt: clock.now() - 1_000 })
  const told: Outcome[] = []
  void way(first).then(outcome => told.push(outcome))
  await clock.advance(999)
  assert.deepEqual(told, [])
  await clock.advance(1)
  assert.deepEqual(told, [{ ...tea, ageMs: 2_000 }])
  await clock.advance(1_000)
  assert.equal(clock.timers(), 0)
})

test('what was never answered has no stand-in', async () => {
  const { read, answer } = create()
  answer(failure('lost', true))
  assert.deepEqual(await read(), failure('lost', true))
})

const absences: readonly Outcome[] = [
  failure('deadline', true),
  failure('open', false),
  failure('throttled', false),
  reply(500),
  reply(503),
  reply(503, { 'x-not-processed': '1' }),
  reply(429)
]

for (const outcome of absences) {
  const name = outcome.kind === 'reply' ? `a ${outcome.status}` : `"${outcome.reason}"`
  test(`the last answer stands in for ${name}`, async () => {
    const { clock, read, answer } = create()
    await read()
    await clock.advance(1_000)
    answer(outcome)
    assert.deepEqual(await read(), { ...tea, ageMs: 1_000 })
  })
}

test('what the service says is gone does not come back from here', async () => {
  const { clock, read, answer } = create()
  await read()
  await clock.advance(1_000)
  answer(reply(404))
  assert.deepEqual(await read(), reply(404))
  answer(failure('lost', true))
  await clock.advance(1_000)
  assert.deepEqual(await read(), failure('lost', true))
})

test('while the service is away nobody waits for it, and it is asked once a second', async () => {
  const { clock, layer } = create()
  let sent = 0
  let isAway = false
  const hung: Send = () => {
    sent++
    return isAway ? new Promise(() => {}) : Promise.resolve(tea)
  }
  const way = deadline(clock)(layer(hung))
  await way(aRead(clock.now()))
  isAway = true
  await clock.advance(1_000)
  const first = way(aRead(clock.now()))
  await clock.advance(2_000)
  assert.deepEqual(await first, { ...tea, ageMs: 2_000 }, 'who comes first cannot know')
  sent = 0
  for (let round = 0; round < 100; round++) {
    assert.equal((await way(aRead(clock.now()))).kind, 'reply')
    await clock.advance(50)
  }
  assert.ok(sent >= 2 && sent <= 6, `${sent}`)
})

test('it is noticed that the service has come back, though nobody waited for it', async () => {
  const { clock, read, answer } = create()
  await read()
  answer(failure('lost', true))
  await clock.advance(1_000)
  await read()
  answer(reply(200, {}, '"coffee"'))
  await clock.advance(1_000)
  assert.equal((await read()).kind, 'reply')
  await clock.advance(0)
  assert.deepEqual(await read(), reply(200, {}, '"coffee"'))
})

test('a fault in one answer leaves the others fresh', async () => {
  const { clock, read, answer } = create()
  await read()
  await read({ path: '/carts/2' })
  await clock.advance(1_000)
  answer(reply(500))
  await read()
  answer(reply(200, {}, '"coffee"'))
  assert.deepEqual(await read({ path: '/carts/2' }), reply(200, {}, '"coffee"'))
})

test('a read that throws is thrown to all that joined it, and not kept', async () => {
  const { clock, layer } = create()
  const way = layer(() => Promise.reject(new TypeError('a mistake')))
  await assert.rejects(way(aRead(clock.now())), TypeError)
  await assert.rejects(way(aRead(clock.now())), TypeError)
})

test('an answer from here is no attempt, one that was joined is', async () => {
  const { layer, clock } = create()
  const way = layer(call => {
    call.progress.attempts++
    return answering([tea])(call)
  })
  const [first, second] = [aRead(clock.now()), aRead(clock.now())]
  await Promise.all([way(first), way(second)])
  const third = aRead(clock.now())
  await way(third)
  assert.deepEqual(
    [first, second, third].map(({ progress }) => madeIn(progress)),
    [
      { attempts: 1, open: 1 },
      { attempts: 1, open: 1 },
      { attempts: 0, open: 0 }
    ]
  )
})

test('holds 2,000 answers and 16 MiB, and lets go what was not read for longest', () => {
  const store = createCacheStore()
  const kept = { reply: tea, keptAt: 0 }
  for (let id = 0; id < 2_000; id++) store.put(`${id}`, kept)
  store.get('0')
  store.put('2000', kept)
  assert.equal(store.read().entries, 2_000)
  assert.equal(store.get('1'), undefined)
  assert.equal(store.get('0'), kept)
  const large = { reply: reply(200, {}, 'a'.repeat(200_000)), keptAt: 0 }
  for (let id = 0; id < 100; id++) store.put(`large ${id}`, large)
  assert.ok(store.read().bytes <= 16 * 1024 * 1024)
  assert.equal(store.get('large 99'), large)
})

test('what is too large is not kept, and takes away what it would have replaced', () => {
  const store = createCacheStore()
  store.put('a', { reply: tea, keptAt: 0 })
  store.put('a', { reply: reply(200, {}, 'a'.repeat(300_000)), keptAt: 1 })
  assert.equal(store.get('a'), undefined)
  assert.deepEqual(store.read(), { entries: 0, bytes: 0 })
})
