import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStaticResolver, type EndpointSet } from '../../src/discovery/index.ts'
import { aSighting } from './fixtures.ts'

const a = { ...aSighting('a'), since: 1 }
const b = { ...aSighting('b'), since: 1 }

test('knows the sets that it was given, and nobody else', async () => {
  const resolver = createStaticResolver({ cart: [a] })
  assert.deepEqual(resolver.watch('cart').current().endpoints, [a])
  assert.equal(resolver.watch('cart').current().source, 'live')
  assert.equal(resolver.watch('web').current().source, 'none')
  assert.deepEqual((await resolver.watch('web').ready(60_000)).endpoints, [])
})

test('tells those who watch when a set is changed', () => {
  const resolver = createStaticResolver({})
  const heard: EndpointSet[] = []
  const stop = resolver.watch('cart').onChange(set => void heard.push(set))
  resolver.set('cart', [a])
  resolver.set('web', [b])
  resolver.set('cart', [a, b])
  stop()
  resolver.set('cart', [])
  assert.deepEqual(
    heard.map(({ endpoints }) => endpoints.map(({ id }) => id)),
    [['a'], ['a', 'b']]
  )
  assert.deepEqual(resolver.watch('cart').current().endpoints, [])
})
