import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEndpoints } from '../../src/client/index.ts'
import type { Endpoint } from '../../src/discovery/index.ts'
import { anEndpoint, createFakeView, createManualClock } from './fakes.ts'

function watch(connect?: (endpoint: Endpoint) => void) {
  const view = createFakeView()
  const [opened, closed]: [string[], string[]] = [[], []]
  const endpoints = createEndpoints(view, endpoint => {
    connect?.(endpoint)
    opened.push(endpoint.id)
    return {
      way: endpoint.id,
      close: () => {
        closed.push(endpoint.id)
        return Promise.resolve()
      }
    }
  })
  const eligible = (): readonly string[] => endpoints.eligible().map(({ way }) => way)
  return { view, endpoints, opened, closed, eligible }
}

// O11: in the original most callers went on calling an instance that had said that it stops.
test('only ready endpoints are picked from while there is one', () => {
  const { view, eligible } = watch()
  view.replace([
    anEndpoint('a', { state: 'failing' }),
    anEndpoint('b', { state: 'draining' }),
    anEndpoint('c')
  ])
  assert.deepEqual(eligible(), ['c'])
  view.replace([anEndpoint('a', { state: 'failing' }), anEndpoint('b', { state: 'draining' })])
  assert.deepEqual(eligible(), ['b'])
  view.replace([anEndpoint('a', { state: 'failing' })])
  assert.deepEqual(eligible(), ['a'])
  view.replace([anEndpoint('a', { state: 'gone' })])
  assert.deepEqual(eligible(), [])
})

test('the last known set is kept while the registry does not answer', () => {
  const { view, closed, eligible } = watch()
  view.replace([anEndpoint('a'), anEndpoint('b')])
  view.lose()
  assert.equal(view.current().source, 'last-known')
  assert.deepEqual(eligible(), ['a', 'b'])
  assert.deepEqual(closed, [])
})

test('a change of state keeps the connection and the count of attempts in flight', () => {
  const { view, endpoints, opened, closed } = watch()
  view.replace([anEndpoint('a')])
  const [node] = endpoints.all()
  assert.ok(node)
  node.pending = 7
  view.replace([anEndpoint('a', { state: 'draining' })])
  assert.equal(endpoints.all()[0], node)
  assert.equal(node.pending, 7)
  assert.equal(node.endpoint.state, 'draining')
  assert.deepEqual([opened, closed], [['a'], []])
})

test('an endpoint that is gone is closed, one that moved is opened anew', () => {
  const { view, opened, closed, eligible } = watch()
  view.replace([anEndpoint('a'), anEndpoint('b')])
  view.replace([anEndpoint('a', { port: 20_001 })])
  assert.deepEqual(opened, ['a', 'b', 'a'])
  assert.deepEqual(closed.toSorted(), ['a', 'b'])
  assert.deepEqual(eligible(), ['a'])
})

test('an address that is none takes no other endpoint with it', () => {
  const { view, eligible } = watch(endpoint => void new URL(`http://${endpoint.address}`))
  view.replace([anEndpoint('a', { address: 'no address' }), anEndpoint('b')])
  assert.deepEqual(eligible(), ['b'])
})

test('a connection that fails to close harms nobody', async () => {
  const view = createFakeView()
  createEndpoints(view, () => ({ way: '', close: () => Promise.reject(new Error('closed twice')) }))
  view.replace([anEndpoint('a')])
  view.replace([])
  // An unhandled rejection would fail this test.
  await new Promise(setImmediate)
})

test('waits for the first word of the registry, and not for a set that is known to be empty', async () => {
  const { view, endpoints, eligible } = watch()
  const ready = endpoints.ready(60_000)
  view.replace([anEndpoint('a')])
  await ready
  assert.deepEqual(eligible(), ['a'])
  view.replace([])
  await endpoints.ready(60_000)
  assert.deepEqual(eligible(), [])
})

test('once closed it follows no change and gives nothing', async () => {
  const { view, endpoints, opened, closed, eligible } = watch()
  view.replace([anEndpoint('a')])
  await endpoints.close()
  view.replace([anEndpoint('b')])
  assert.deepEqual([opened, closed, eligible()], [['a'], ['a'], []])
})

/** Endpoints on a clock of the test, each of which can be made to fail until its breaker gives up. */
function watchHealth(ids: readonly string[]) {
  const clock = createManualClock()
  const view = createFakeView()
  const endpoints = createEndpoints<string>(
    view,
    ({ id }) => ({ way: id, close: () => Promise.resolve() }),
    { clock, random: () => 0 }
  )
  view.replace(ids.map(id => anEndpoint(id)))
  const fail = (id: string): void => {
    const node = endpoints.all().find(({ way }) => way === id)
    for (let failures = 0; failures < 5; failures++) {
      node?.breaker.leave('closed', { health: 'bad', startedAt: clock.now() })
    }
  }
  const joined = (nodes: readonly { readonly way: string }[]): string =>
    nodes.map(({ way }) => way).join('')
  return {
    view,
    clock,
    endpoints,
    fail,
    eligible: () => joined(endpoints.eligible()),
    out: () => joined(endpoints.out())
  }
}

test('never more than half of two or more is put out', () => {
  for (const [ids, most] of [
    ['ab', 1],
    ['abc', 1],
    ['abcd', 2],
    ['abcde', 2]
  ] as const) {
    const { fail, out, eligible } = watchHealth(ids.split(''))
    for (const id of ids) fail(id)
    assert.equal(out().length, most, ids)
    assert.equal(eligible().length, ids.length - most, ids)
  }
})

test('a single one is put out, and then there is none to pick from', () => {
  const { fail, out, eligible } = watchHealth(['a'])
  fail('a')
  assert.deepEqual([out(), eligible()], ['a', ''])
})

test('when those that work leave, all that are left are used', () => {
  const { fail, view, out, eligible } = watchHealth(['a', 'b', 'c', 'd'])
  fail('a')
  fail('b')
  view.replace([anEndpoint('a'), anEndpoint('b'), anEndpoint('c')])
  assert.deepEqual([out(), eligible()], ['ab', 'abc'])
})

test('one that is draining is picked only when none is ready, not even when those are out', () => {
  const { fail, view, eligible, out } = watchHealth(['a'])
  fail('a')
  view.replace([anEndpoint('a'), anEndpoint('b', { state: 'draining' })])
  assert.deepEqual([eligible(), out()], ['', 'a'])
})

test('one that the registry sees come back is let in at once, and starts slowly', async () => {
  const { fail, view, clock, endpoints, eligible } = watchHealth(['a', 'b'])
  fail('a')
  view.replace([anEndpoint('a', { state: 'failing' }), anEndpoint('b')])
  await clock.advance(60_000)
  view.replace([anEndpoint('a'), anEndpoint('b')])
  assert.equal(eligible(), 'ab')
  assert.equal(endpoints.all().find(({ way }) => way === 'a')?.startedAt, clock.now())
})

test('one that is brought back by good trials starts slowly too', async () => {
  const { fail, clock, endpoints, eligible } = watchHealth(['a', 'b'])
  fail('a')
  const { breaker, startedAt: begun } = endpoints.all()[0] ?? assert.fail()
  await clock.advance(60_000)
  for (let trial = 0; trial < 3; trial++) {
    assert.equal(endpoints.all()[0]?.startedAt, begun)
    assert.equal(breaker.enter(false), 'trial')
    breaker.leave('trial', { health: 'good', startedAt: clock.now() })
  }
  assert.equal(eligible(), 'ab')
  assert.equal(endpoints.all()[0]?.startedAt, clock.now())
})

test('one that failed for the registry alone starts slowly when that sees it come back', async () => {
  const { view, clock, endpoints } = watchHealth(['a', 'b'])
  const [node] = endpoints.all()
  view.replace([anEndpoint('a', { state: 'failing' }), anEndpoint('b')])
  await clock.advance(60_000)
  assert.equal(node?.breaker.isOut(), false)
  view.replace([anEndpoint('a'), anEndpoint('b')])
  assert.deepEqual(
    endpoints.all().map(({ startedAt }) => clock.now() - startedAt),
    [0, 60_000]
  )
})

test('one that comes is thought to be as fast as the others', () => {
  const { view, clock, endpoints } = watchHealth(['a', 'b'])
  for (const { load } of endpoints.all()) load.observe(100, clock.now())
  view.replace([anEndpoint('a'), anEndpoint('b'), anEndpoint('c')])
  assert.equal(endpoints.all().at(-1)?.load.cost(clock.now(), 0), 100)
})
