import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop, type Reply, type Shop } from './fixtures.ts'

const ada = 'customer-ada'
const minute = 60_000

type Freeze = {
  readonly caller?: string
  readonly key?: string
  readonly checkoutId?: string
  readonly expectedVersion?: number
  readonly customerId?: string
}

const freeze = (
  shop: Shop,
  cartId: string,
  { caller = 'billing', key, ...more }: Freeze = {}
): Promise<Reply> =>
  shop.send({
    method: 'POST',
    url: `/carts/${cartId}/freeze`,
    body: { checkoutId: 'checkout-1', expectedVersion: 2, customerId: ada, ...more },
    caller,
    ...(key !== undefined && { key })
  })

const settle = (shop: Shop, cartId: string, query = ''): Promise<Reply> =>
  shop.send({
    method: 'DELETE',
    url: `/carts/${cartId}/freeze/checkout-1${query}`,
    caller: 'billing'
  })

const stateOf = async (shop: Shop, cartId: string): Promise<Reply['body']> =>
  (await shop.send({ url: `/carts/${cartId}`, customerId: ada })).body

async function filledCart(shop: Shop): Promise<string> {
  const id = await shop.openCart(ada)
  await shop.add(id, { amount: 2 }, ada)
  return id
}

test('billing freezes a cart, which takes no change until it is released', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  const frozen = await freeze(shop, id)
  assert.equal(frozen.status, 200)
  assert.deepEqual(frozen.body, {
    cartId: id,
    checkoutId: 'checkout-1',
    customerId: ada,
    version: 2,
    items: [{ productId: 'tea', productOption: '100 g', amount: 2, name: 'Green tea' }]
  })
  const refused = await shop.add(id, {}, ada)
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CART_FROZEN'])
  const view = await shop.send({ url: `/carts/${id}/items`, customerId: ada })
  assert.partialDeepStrictEqual(view.body, { state: 'frozen', itemCount: 2 })

  assert.equal((await settle(shop, id)).status, 204)
  assert.equal((await settle(shop, id)).status, 204)
  assert.partialDeepStrictEqual(await stateOf(shop, id), { state: 'open', version: 3 })
  assert.equal((await shop.add(id, {}, ada)).status, 201)
})

test('the same checkout again gets the same snapshot, with the same key and with another', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  const key = 'the-key-of-this-checkout'
  const first = await freeze(shop, id, { key })
  const replayed = await freeze(shop, id, { key })
  assert.equal(replayed.headers['idempotency-replayed'], 'true')
  assert.deepEqual(replayed.body, first.body)
  assert.deepEqual((await freeze(shop, id)).body, first.body)
})

test('a freeze is refused with the reason', async t => {
  const shop = await openShop(t)
  const [id, guest] = [await filledCart(shop), await shop.openCart()]
  await shop.add(guest)
  const cases = [
    [await freeze(shop, id, { expectedVersion: 1 }), 409, 'CART_CHANGED'],
    [await freeze(shop, id, { customerId: 'customer-eve' }), 404, 'CART_UNKNOWN'],
    [await freeze(shop, guest), 404, 'CART_UNKNOWN'],
    [await freeze(shop, 'nothing'), 404, 'CART_UNKNOWN'],
    [await freeze(shop, id), 200, undefined],
    [await freeze(shop, id, { checkoutId: 'checkout-2' }), 409, 'CART_FROZEN']
  ] as const
  for (const [reply, status, code] of cases) {
    assert.deepEqual([reply.status, reply.body['code']], [status, code])
  }
  const empty = await shop.openCart('customer-bob')
  const other = { checkoutId: 'checkout-3', expectedVersion: 1, customerId: 'customer-bob' }
  const refused = await freeze(shop, empty, other)
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CART_EMPTY'])
})

test('an ordered cart is closed for ever, and the customer gets another', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  await freeze(shop, id)
  assert.equal((await settle(shop, id, '?outcome=ordered')).status, 204)
  assert.equal((await settle(shop, id, '?outcome=ordered')).status, 204)
  assert.equal((await settle(shop, id, '?outcome=released')).status, 204)
  assert.equal((await stateOf(shop, id))['state'], 'ordered')
  const refused = await shop.add(id, {}, ada)
  assert.deepEqual([refused.status, refused.body['code']], [409, 'CART_CLOSED'])
  const found = await shop.send({ url: `/carts?customerId=${ada}`, customerId: ada })
  assert.deepEqual(found.body, { carts: [] })
  assert.notEqual(await shop.openCart(ada), id)
})

test('only billing begins and ends a checkout', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  assert.equal((await freeze(shop, id, { caller: 'web' })).status, 403)
  await freeze(shop, id)
  assert.equal(
    (await shop.send({ method: 'DELETE', url: `/carts/${id}/freeze/checkout-1` })).status,
    403
  )
  assert.equal((await stateOf(shop, id))['state'], 'frozen')
})

test('a freeze ends by itself after 15 minutes, under a higher version', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  await freeze(shop, id)
  shop.clock.now += 15 * minute - 1
  assert.equal((await stateOf(shop, id))['state'], 'frozen')
  shop.clock.now += 1
  assert.partialDeepStrictEqual(await stateOf(shop, id), { state: 'open', version: 3 })
  const added = await shop.add(id, { amount: 1 }, ada)
  assert.partialDeepStrictEqual(added.body, { version: 4, itemCount: 3, state: 'open' })

  // The order was slow, but came through: what it was made of leaves the cart.
  assert.equal((await settle(shop, id, '?outcome=ordered')).status, 204)
  assert.partialDeepStrictEqual(await stateOf(shop, id), {
    state: 'open',
    version: 5,
    itemCount: 1
  })
})

test('a repeat holds the cart for longer, also when its answer is a stored one', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  const key = 'the-key-of-this-checkout'
  await freeze(shop, id, { key })
  shop.clock.now += 14 * minute
  await freeze(shop, id, { key })
  shop.clock.now += 14 * minute
  assert.equal((await stateOf(shop, id))['state'], 'frozen')
})

test('a freeze that arrives after its release is refused', async t => {
  const shop = await openShop(t)
  const id = await filledCart(shop)
  assert.equal((await settle(shop, id)).status, 204)
  const late = await freeze(shop, id)
  assert.deepEqual([late.status, late.body['code']], [409, 'CART_CHANGED'])
  assert.partialDeepStrictEqual(await stateOf(shop, id), { state: 'open', version: 2 })
})
