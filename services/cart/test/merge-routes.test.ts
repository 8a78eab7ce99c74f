import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../src/domain/catalog.ts'
import { openShop, type Reply, type Shop } from './fixtures.ts'

const ada = 'customer-ada'
const eve = 'customer-eve'

const merge = (
  shop: Shop,
  target: string,
  request: { readonly from: string; readonly customerId?: string; readonly key?: string }
): Promise<Reply> => {
  const { from, ...rest } = request
  const body = { fromCartId: from }
  return shop.send({ method: 'POST', url: `/carts/${target}/merge`, body, ...rest })
}

const productOf = (id: string): Product => ({
  id,
  name: id,
  picture: undefined,
  options: [{ name: '100 g', priceCents: 100, stock: 10 }]
})

test("a guest's cart comes into the customer's, sums are capped, and that is told", async t => {
  const shop = await openShop(t)
  const [own, guest] = [await shop.openCart(ada), await shop.openCart()]
  await shop.add(own, { amount: 90 }, ada)
  await shop.add(guest, { amount: 10 })
  await shop.add(guest, { productId: 'book', productOption: 'Paperback', amount: 2 })
  const merged = await merge(shop, own, { from: guest, customerId: ada })
  assert.equal(merged.status, 200)
  assert.deepEqual(merged.body, {
    id: own,
    itemCount: 101,
    version: 3,
    state: 'open',
    customerId: ada,
    capped: true,
    cappedItems: [{ productId: 'tea', productOption: '100 g', name: 'Green tea' }],
    leftOut: []
  })
})

test('what has no room is left out, and that is told', async t => {
  const shop = await openShop(t)
  const [own, guest] = [await shop.openCart(ada), await shop.openCart()]
  for (let index = 0; index < 51; index++) shop.catalog.set(productOf(`p${index}`))
  for (let index = 0; index < 49; index++) {
    await shop.add(own, { productId: `p${index}` }, ada)
  }
  for (const productId of ['p49', 'p50', 'p1']) await shop.add(guest, { productId })
  const merged = await merge(shop, own, { from: guest, customerId: ada })
  assert.partialDeepStrictEqual(merged.body, {
    itemCount: 51,
    capped: false,
    leftOut: [{ productId: 'p50', productOption: '100 g', name: 'p50' }]
  })
})

test('a merge that is sent again changes nothing, with the same key and with another', async t => {
  const shop = await openShop(t)
  const [own, guest] = [await shop.openCart(ada), await shop.openCart()]
  await shop.add(guest, { amount: 2 })
  const request = { from: guest, customerId: ada, key: 'the-key-of-this-login' }
  const first = await merge(shop, own, request)
  const replayed = await merge(shop, own, request)
  assert.deepEqual(replayed.body, first.body)
  assert.equal(replayed.headers['idempotency-replayed'], 'true')
  const again = await merge(shop, own, { from: guest, customerId: ada })
  assert.equal(again.status, 200)
  assert.partialDeepStrictEqual(again.body, { itemCount: 2, version: 2, capped: false })
})

test('merging a cart into itself changes nothing', async t => {
  const shop = await openShop(t)
  const own = await shop.openCart(ada)
  await shop.add(own, {}, ada)
  const merged = await merge(shop, own, { from: own, customerId: ada })
  assert.partialDeepStrictEqual(merged.body, { itemCount: 1, version: 2, state: 'open' })
})

test("after a merge the guest's id opens nothing any more", async t => {
  const shop = await openShop(t)
  const [own, guest] = [await shop.openCart(ada), await shop.openCart()]
  await shop.add(guest)
  await merge(shop, own, { from: guest, customerId: ada })
  assert.equal((await shop.send({ url: `/carts/${guest}` })).status, 404)
  assert.equal((await shop.add(guest)).status, 404)
  const closed = await shop.add(guest, {}, ada)
  assert.deepEqual([closed.status, closed.body['code']], [409, 'CART_CLOSED'])
})

test('a merge needs the owner of the target, and a source that nobody owns', async t => {
  const shop = await openShop(t)
  const [own, others, guest] = [
    await shop.openCart(ada),
    await shop.openCart(eve),
    await shop.openCart()
  ]
  await shop.add(others, {}, eve)
  await shop.add(guest)
  const cases = [
    [await merge(shop, own, { from: guest }), 401, 'CUSTOMER_REQUIRED'],
    [await merge(shop, own, { from: guest, customerId: eve }), 404, 'CART_UNKNOWN'],
    [await merge(shop, own, { from: others, customerId: ada }), 404, 'CART_UNKNOWN'],
    [await merge(shop, guest, { from: others, customerId: ada }), 404, 'CART_UNKNOWN'],
    [await merge(shop, own, { from: 'nothing', customerId: ada }), 404, 'CART_UNKNOWN']
  ] as const
  for (const [reply, status, code] of cases) {
    assert.deepEqual([reply.status, reply.body['code']], [status, code])
  }
  assert.equal((await shop.send({ url: `/carts/${own}`, customerId: ada })).body['itemCount'], 0)
})

test('a cart that a checkout holds takes nothing in', async t => {
  const shop = await openShop(t)
  const [own, guest] = [await shop.openCart(ada), await shop.openCart()]
  await shop.add(own, {}, ada)
  await shop.add(guest)
  const body = { checkoutId: 'checkout', expectedVersion: 2, customerId: ada }
  const url = `/carts/${own}/freeze`
  assert.equal((await shop.send({ method: 'POST', url, body, caller: 'billing' })).status, 200)
  const refused = await merge(shop, own, { from: guest, customerId: ada })
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CART_FROZEN'])
  assert.partialDeepStrictEqual((await shop.send({ url: `/carts/${guest}` })).body, {
    itemCount: 1,
    state: 'open'
  })
})
