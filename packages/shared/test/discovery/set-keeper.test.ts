import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DiscoveryEvent } from '../../src/discovery/index.ts'
import { createSetKeeper } from '../../src/discovery/set-keeper.ts'
import { createManualClock } from '../client/fakes.ts'
import { aSighting } from './fixtures.ts'

const holdMs = 15_000
const goneMs = 60_000

function setUp() {
  const clock = createManualClock()
  const events: DiscoveryEvent[] = []
  const onEvent = (event: DiscoveryEvent): void => void events.push(event)
  const keeper = createSetKeeper({ service: 'cart', clock, onEvent })
  const changes: string[] = []
  /** `a:ready b:gone`, as the view tells it. */
  const seen = (): string => {
    const { endpoints } = keeper.view.current()
    return endpoints.map(({ id, state }) => `${id}:${state}`).join(' ')
  }
  keeper.view.onChange(() => void changes.push(seen()))
  const tell = (...ids: readonly string[]): void => keeper.tell(ids.map(id => aSighting(id)))
  return { clock, events, keeper, changes, seen, tell }
}

test('knows nothing before the registry has said anything', () => {
  const { keeper, changes } = setUp()
  assert.deepEqual(keeper.view.current(), {
    service: 'cart',
    endpoints: [],
    source: 'none',
    updatedAt: 0
  })
  keeper.lose('it is away')
  assert.equal(keeper.view.current().source, 'none')
  assert.deepEqual(changes, [])
})

test('tells listeners only of what has changed', async () => {
  const { clock, keeper, changes, events, tell } = setUp()
  tell('a', 'b')
  await clock.advance(1_000)
  tell('b', 'a')
  assert.deepEqual(changes, ['a:ready b:ready'])
  assert.equal(keeper.view.current().updatedAt, clock.now())
  keeper.tell([aSighting('a'), aSighting('b', { port: 1 })])
  keeper.tell([aSighting('a', { version: '2' }), aSighting('b', { port: 1 })])
  keeper.tell([aSighting('a', { version: '2', weight: 9 }), aSighting('b', { port: 1 })])
  assert.equal(changes.length, 4)
  assert.ok(events.every(({ kind }) => kind === 'changed'))
})

test('a listener that has ended hears nothing more', () => {
  const { keeper, tell } = setUp()
  let heard = 0
  const stop = keeper.view.onChange(() => void heard++)
  tell('a')
  stop()
  tell('a', 'b')
  assert.equal(heard, 1)
})

test('an endpoint keeps the moment at which it took its state', async () => {
  const { clock, keeper } = setUp()
  const startedAt = clock.now()
  const since = (): number | undefined => keeper.view.current().endpoints[0]?.since
  keeper.tell([aSighting('a')])
  await clock.advance(5_000)
  keeper.tell([aSighting('a', { version: '2' })])
  assert.equal(since(), startedAt)
  keeper.tell([aSighting('a', { version: '2', state: 'failing' })])
  assert.equal(since(), startedAt + 5_000)
})

test('one that leaves is gone for a minute and then forgotten', async () => {
  const { clock, seen, tell, changes } = setUp()
  tell('a', 'b', 'c')
  tell('a', 'b')
  assert.equal(seen(), 'a:ready b:ready c:gone')
  await clock.advance(goneMs - 1)
  assert.equal(seen(), 'a:ready b:ready c:gone')
  await clock.advance(1)
  assert.equal(seen(), 'a:ready b:ready')
  assert.equal(changes.at(-1), 'a:ready b:ready')
  assert.equal(clock.timers(), 0)
})

test('one that comes back is not gone any more', () => {
  const { seen, tell } = setUp()
  tell('a', 'b', 'c')
  tell('a', 'b')
  tell('a', 'b', 'c')
  assert.equal(seen(), 'a:ready b:ready c:ready')
})

test('remembers a hundred of those that are gone, the latest', async () => {
  const { clock, keeper, tell } = setUp()
  const ids = Array.from({ length: 300 }, (_, each) => `i-${each}`)
  for (const id of ids) {
    tell('stays', 'stays too', id)
    await clock.advance(1)
  }
  const gone = keeper.view.current().endpoints.filter(({ state }) => state === 'gone')
  assert.equal(gone.length, 100)
  assert.equal(gone[0]?.id, 'i-298')
})

test('a set that becomes empty is kept for 15 s, and then believed', async () => {
  const { clock, events, keeper, seen, tell } = setUp()
  tell('a', 'b')
  tell()
  assert.equal(seen(), 'a:ready b:ready')
  assert.equal(keeper.view.current().source, 'last-known')
  assert.deepEqual(events.at(-1), { kind: 'held', service: 'cart', kept: 2 })
  await clock.advance(holdMs - 1)
  assert.equal(seen(), 'a:ready b:ready')
  await clock.advance(1)
  assert.equal(seen(), 'a:gone b:gone')
  assert.equal(keeper.view.current().source, 'live')
})

test('a set of one that becomes empty is kept as well', () => {
  const { seen, tell } = setUp()
  tell('a')
  tell()
  assert.equal(seen(), 'a:ready')
})

test('a set that loses more than half is kept, one that loses half is not', () => {
  const more = setUp()
  more.tell('a', 'b', 'c')
  more.tell('a')
  assert.equal(more.seen(), 'a:ready b:ready c:ready')
  const half = setUp()
  half.tell('a', 'b', 'c', 'd')
  half.tell('a', 'b')
  assert.equal(half.seen(), 'a:ready b:ready c:gone d:gone')
})

test('those that drained before they left are let go at once', () => {
  const { keeper, seen } = setUp()
  keeper.tell([aSighting('a', { state: 'draining' }), aSighting('b', { state: 'draining' })])
  keeper.tell([])
  assert.equal(seen(), 'a:gone b:gone')
  const wave = setUp()
  wave.keeper.tell([aSighting('a', { state: 'draining' }), aSighting('b')])
  wave.keeper.tell([aSighting('b')])
  assert.equal(wave.seen(), 'b:ready a:gone')
})

test('a replacement of all at once is kept too: old and new are called until it is believed', async () => {
  const { clock, seen, tell } = setUp()
  tell('a', 'b')
  tell('c', 'd')
  assert.equal(seen(), 'c:ready d:ready a:ready b:ready')
  await clock.advance(holdMs)
  assert.equal(seen(), 'c:ready d:ready a:gone b:gone')
})

test('those that register again while they are kept are simply there', async () => {
  const { clock, keeper, seen, tell, changes } = setUp()
  tell('a', 'b', 'c')
  tell()
  tell('b')
  tell('b', 'c')
  assert.equal(keeper.view.current().source, 'last-known')
  tell('a', 'b', 'c')
  assert.equal(keeper.view.current().source, 'live')
  await clock.advance(holdMs)
  assert.equal(seen(), 'a:ready b:ready c:ready')
  // Nobody was told of anything: the set that was called never changed.
  assert.equal(changes.length, 1)
})

test('the 15 s begin with the first loss: trickling losses do not prolong them', async () => {
  const { clock, seen, tell } = setUp()
  tell('a', 'b', 'c')
  tell('a')
  await clock.advance(10_000)
  tell()
  await clock.advance(5_000)
  assert.equal(seen(), 'a:gone b:gone c:gone')
})

test('a silent registry takes nobody away, however long it is silent', async () => {
  const { clock, keeper, seen, tell } = setUp()
  tell('a', 'b')
  const { updatedAt } = keeper.view.current()
  keeper.lose('it is away')
  await clock.advance(24 * 3_600_000)
  assert.equal(seen(), 'a:ready b:ready')
  assert.deepEqual(
    [keeper.view.current().source, keeper.view.current().updatedAt],
    ['last-known', updatedAt]
  )
  tell('a', 'b')
  assert.equal(keeper.view.current().source, 'live')
})

test('tells why nobody confirms the set, and nothing of it once somebody does', () => {
  const { keeper, tell } = setUp()
  keeper.lose('nobody is there')
  assert.equal(keeper.view.current().alarm, 'nobody is there')
  tell('a', 'b')
  assert.equal(keeper.view.current().alarm, undefined)
  tell()
  assert.match(keeper.view.current().alarm ?? '', /at once/)
  keeper.lose('it is away')
  assert.equal(keeper.view.current().alarm, 'it is away')
  tell('a', 'b')
  assert.ok(!('alarm' in keeper.view.current()))
})

test('a registry that falls silent while some are kept does not lose them', async () => {
  const { clock, seen, tell, keeper } = setUp()
  tell('a', 'b')
  tell()
  keeper.lose('it is away')
  await clock.advance(holdMs * 4)
  assert.equal(seen(), 'a:ready b:ready')
  // It comes back and still knows nobody: it gets the whole time again.
  tell()
  await clock.advance(holdMs - 1)
  assert.equal(seen(), 'a:ready b:ready')
  await clock.advance(1)
  assert.equal(seen(), 'a:gone b:gone')
})

test('waits for a first set that has somebody in it', async () => {
  const { clock, keeper, tell } = setUp()
  const first = keeper.view.ready(10_000)
  tell()
  tell('a')
  assert.equal((await first).endpoints.length, 1)
  assert.equal(clock.timers(), 0)
  assert.equal((await keeper.view.ready(10_000)).endpoints.length, 1)
})

test('waits no longer than told, and does not count those that are gone', async () => {
  const { clock, keeper } = setUp()
  keeper.tell([aSighting('a', { state: 'draining' })])
  keeper.tell([])
  const waiting = keeper.view.ready(500)
  await clock.advance(500)
  assert.equal((await waiting).endpoints[0]?.state, 'gone')
})

test('leaves no timer behind when it is closed', async () => {
  const { clock, keeper, tell } = setUp()
  tell('a', 'b')
  tell()
  assert.equal(clock.timers(), 1)
  keeper.close()
  assert.equal(clock.timers(), 0)
})
