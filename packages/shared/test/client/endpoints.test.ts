import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEndpoints } from '../../src/client/index.ts'
import type { Endpoint } from '../../src/discovery/index.ts'
import { anEndpoint, createFakeView } from './fakes.ts'

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
