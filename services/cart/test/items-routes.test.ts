import assert from 'node:assert/strict'
import { test } from 'node:test'
import { book, openShop, tea } from './fixtures.ts'

test('adding the same again makes one line, and the amount stops at 99', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const first = await shop.add(id, { amount: 60 })
  const second = await shop.add(id, { amount: 60 })
  assert.equal(second.status, 201)
  assert.equal(second.headers['location'], `/carts/${id}/items/${second.body['itemId']}`)
  assert.equal(second.body['itemId'], first.body['itemId'])
  assert.partialDeepStrictEqual(second.body, { amount: 99, capped: true, itemCount: 99 })
})

test('an addition that is sent twice is made once', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const request = {
    method: 'POST',
    url: `/carts/${id}/items`,
    body: { productId: 'tea', productOption: '100 g', amount: 2 },
    key: 'one-key-for-both-of-them'
  } as const
  const [first, second] = await Promise.all([shop.send(request), shop.send(request)])
  assert.deepEqual([first.status, second.status], [201, 201])
  assert.deepEqual(first.body, second.body)
  const replayed = [first, second].filter(reply => reply.headers['idempotency-replayed'] === 'true')
  assert.equal(replayed.length, 1)
  const cart = await shop.send({ url: `/carts/${id}` })
  assert.partialDeepStrictEqual(cart.body, { itemCount: 2, version: 2 })

  const other = await shop.send({ ...request, body: { ...request.body, amount: 3 } })
  assert.equal(other.status, 422)
})

test('a repeat gets its stored answer although the product has gone since', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const request = {
    method: 'POST',
    url: `/carts/${id}/items`,
    body: { productId: 'tea', productOption: '100 g', amount: 2 },
    key: 'one-key-for-both-of-them'
  } as const
  const first = await shop.send(request)
  shop.catalog.remove('tea')
  assert.deepEqual((await shop.send(request)).body, first.body)
  shop.catalog.away = true
  assert.deepEqual((await shop.send(request)).body, first.body)
})

test('refuses what is not for sale', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const cases = [
    [{ productId: 'nothing' }, 404, 'PRODUCT_UNKNOWN'],
    [{ productOption: '5 t' }, 404, 'OPTION_UNKNOWN'],
    [{ productOption: '1 kg' }, 409, 'SOLD_OUT']
  ] as const
  for (const [item, status, code] of cases) {
    const refused = await shop.add(id, item)
    assert.deepEqual([refused.status, refused.body['code']], [status, code])
  }
  assert.partialDeepStrictEqual((await shop.send({ url: `/carts/${id}` })).body, {
    itemCount: 0,
    version: 1
  })
})

test('without the catalogue adding is refused as a fault that the caller may not multiply', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  shop.catalog.away = true
  const key = 'the-key-of-this-addition'
  const body = { productId: 'tea', productOption: '100 g', amount: 1 }
  const request = { method: 'POST', url: `/carts/${id}/items`, body, key } as const
  const refused = await shop.send(request)
  assert.deepEqual([refused.status, refused.body['code']], [503, 'CATALOG_UNAVAILABLE'])
  assert.equal(refused.headers['x-retry'], 'no')
  assert.equal(refused.headers['x-not-processed'], undefined)

  // Nothing of it was stored, so the same key works when the catalogue is back.
  shop.catalog.away = false
  assert.equal((await shop.send(request)).status, 201)
})

test('without the catalogue a cart can be seen and changed', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const { body } = await shop.add(id, { amount: 2 })
  shop.catalog.away = true
  const view = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(view.status, 200)
  assert.partialDeepStrictEqual(view.body, { valid: false, pricesChecked: false, totalCents: 0 })
  assert.equal(view.body.items[0]?.['name'], 'Green tea')
  assert.equal('unitPriceCents' in (view.body.items[0] ?? {}), false)

  const url = `/carts/${id}/items/${body['itemId']}`
  assert.equal((await shop.send({ method: 'PUT', url, body: { amount: 5 } })).status, 200)
  assert.equal((await shop.send({ method: 'DELETE', url })).status, 204)
})

test('prices and stock are those of the moment of the view', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  await shop.add(id, { amount: 3 })
  await shop.add(id, { productId: 'book', productOption: 'Paperback' })
  shop.catalog.set({ ...tea, options: [{ name: '100 g', priceCents: 500, stock: 2 }] })
  shop.catalog.set({ ...book, options: [] })
  const view = await shop.send({ url: `/carts/${id}/items` })
  assert.partialDeepStrictEqual(view.body.items, [
    { unitPriceCents: 500, totalCents: 1_500, stock: 2, problem: 'too-few' },
    { name: 'Walden', problem: 'option-gone' }
  ])
  assert.partialDeepStrictEqual(view.body, { valid: false, totalCents: 1_500, pricesChecked: true })
  shop.catalog.remove('book')
  const later = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(later.body.items[1]?.['problem'], 'gone')
})

test('a view asks the catalogue once, and for an empty cart not at all', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  await shop.send({ url: `/carts/${id}/items` })
  assert.equal(shop.catalog.calls, 0)
  await shop.add(id)
  await shop.add(id, { productId: 'book', productOption: 'Paperback' })
  shop.catalog.calls = 0
  await shop.send({ url: `/carts/${id}/items` })
  assert.equal(shop.catalog.calls, 1)
})

test('an amount is set absolutely, and setting it again raises no version', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const { body } = await shop.add(id, { amount: 2 })
  const url = `/carts/${id}/items/${body['itemId']}`
  const set = { method: 'PUT', url, body: { amount: 7 } } as const
  assert.deepEqual((await shop.send(set)).body, { id, itemCount: 7, version: 3, state: 'open' })
  assert.deepEqual((await shop.send(set)).body, { id, itemCount: 7, version: 3, state: 'open' })
})

test('a line is removed once; a repeat finds nothing', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const { body } = await shop.add(id)
  const request = { method: 'DELETE', url: `/carts/${id}/items/${body['itemId']}` } as const
  const removed = await shop.send(request)
  assert.deepEqual([removed.status, removed.text], [204, ''])
  const again = await shop.send(request)
  assert.deepEqual([again.status, again.body['code']], [404, 'ITEM_UNKNOWN'])
})

test('the line of another cart cannot be reached through an own one', async t => {
  const shop = await openShop(t)
  const [own, others] = [await shop.openCart(), await shop.openCart()]
  const { body } = await shop.add(others)
  const url = `/carts/${own}/items/${body['itemId']}`
  assert.equal((await shop.send({ method: 'PUT', url, body: { amount: 9 } })).status, 404)
  assert.equal((await shop.send({ method: 'DELETE', url })).status, 404)
  assert.equal((await shop.send({ url: `/carts/${others}` })).body['itemCount'], 1)
})
