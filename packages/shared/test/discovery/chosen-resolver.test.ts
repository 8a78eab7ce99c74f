import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChosenResolver, createStaticResolver } from '../../src/discovery/index.ts'
import { anEndpoint } from '../client/fakes.ts'

function setUp() {
  const made: string[] = []
  const closed: string[] = []
  const create = (mechanism: string) => () => {
    made.push(mechanism)
    const close = (): Promise<void> => Promise.resolve(void closed.push(mechanism))
    return { ...createStaticResolver({ cart: [anEndpoint(`${mechanism}-1`)] }), close }
  }
  const resolver = createChosenResolver({
    mechanismOf: service => (service === 'cart' ? 'dns' : 'consul'),
    create: { consul: create('consul'), dns: create('dns'), file: create('file') }
  })
  return { made, closed, resolver }
}

test('looks for each service where it is chosen, and makes nothing else', async () => {
  const { made, closed, resolver } = setUp()
  assert.equal(resolver.watch('cart').current().endpoints[0]?.id, 'dns-1')
  resolver.watch('cart')
  assert.deepEqual(made, ['dns'])
  resolver.watch('web')
  assert.deepEqual(made, ['dns', 'consul'])
  await resolver.close()
  assert.deepEqual(closed, ['dns', 'consul'])
  assert.throws(() => resolver.watch('product'), /closed/)
})

test('shows every set, wherever it comes from', () => {
  const { resolver } = setUp()
  resolver.watch('cart')
  resolver.watch('web')
  assert.deepEqual(
    resolver.sets?.().map(({ service, endpoints }) => [service, endpoints.length]),
    [
      ['cart', 1],
      ['cart', 1],
      ['web', 0]
    ]
  )
})
