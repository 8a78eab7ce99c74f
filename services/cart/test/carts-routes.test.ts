import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop } from './fixtures.ts'

test('a guest opens a cart, adds a product and sees its price', async t => {
  const shop = await openShop(t)
  const opened = await shop.send({ method: 'POST', url: '/carts' })
  assert.equal(opened.status, 201)
  assert.match(String(opened.body['id']), /^[A-Za-z0-9_-]{22}$/)
  assert.deepEqual(opened.body, { id: opened.body['id'], itemCount: 0, version: 1, state: 'open' })

  const id = String(opened.body['id'])
  const added = await shop.add(id, { amount: 3 })
  assert.equal(added.status, 201)
  assert.partialDeepStrictEqual(added.body, { itemCount: 3, version: 2, amount: 3, capped: false })

  const view = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(view.status, 200)
  assert.deepEqual(view.body, {
    items: [
      {
        id: added.body['itemId'],
        productId: 'tea',
        productOption: '100 g',
        amount: 3,
        name: 'Green tea',
        optionName: '100 g',
        unitPriceCents: 450,
        totalCents: 1350,
        stock: 20,
        picture: '/images/tea.svg'
      }
    ],
    valid: true,
    totalCents: 1350,
    itemCount: 3,
    version: 2,
    state: 'open',
    pricesChecked: true
  })
})

const ada = 'customer-ada'
const eve = 'customer-eve'

test('a customer has one cart, however often one is asked for', async t => {
  const shop = await openShop(t)
  const request = { method: 'POST', url: '/carts', customerId: ada } as const
  const opened = await Promise.all([shop.send(request), shop.send(request), shop.send(request)])
  assert.deepEqual(
    opened.map(({ status }) => status),
    [201, 201, 201]
  )
  const ids = new Set(opened.map(({ body }) => body['id']))
  assert.equal(ids.size, 1)
  const [id] = ids
  assert.equal(opened[0]?.headers['location'], `/carts/${id}`)
  assert.notEqual(await shop.openCart(eve), id)
  assert.notEqual(await shop.openCart(), id)
})

test('a customer finds the own cart, or none', async t => {
  const shop = await openShop(t)
  const find = { url: `/carts?customerId=${ada}`, customerId: ada }
  assert.deepEqual((await shop.send(find)).body, { carts: [] })
  const id = await shop.openCart(ada)
  assert.deepEqual((await shop.send(find)).body, {
    carts: [{ id, itemCount: 0, version: 1, state: 'open', customerId: ada }]
  })
})

test("a customer's cart is nobody else's: every route answers as if there were none", async t => {
  const shop = await openShop(t)
  const id = await shop.openCart(ada)
  const added = await shop.add(id, {}, ada)
  const item = `/carts/${id}/items/${added.body['itemId']}`
  const requests = [
    { url: `/carts/${id}` },
    { url: `/carts/${id}/items` },
    {
      method: 'POST',
      url: `/carts/${id}/items`,
      body: { productId: 'tea', productOption: '100 g', amount: 1 }
    },
    { method: 'PUT', url: item, body: { amount: 9 } },
    { method: 'DELETE', url: item }
  ] as const
  for (const request of requests) {
    const missing = await shop.send({ ...request, url: request.url.replace(id, 'no-such-cart') })
    for (const customerId of [undefined, eve]) {
      const refused = await shop.send({ ...request, ...(customerId && { customerId }) })
      assert.deepEqual([refused.status, refused.body['code']], [404, 'CART_UNKNOWN'])
      assert.equal(refused.body['title'], missing.body['title'])
    }
  }
  const own = await shop.send({ url: `/carts/${id}`, customerId: ada })
  assert.partialDeepStrictEqual(own.body, { itemCount: 1, version: 2 })
})

test('the cart of a customer is not found by somebody else', async t => {
  const shop = await openShop(t)
  await shop.openCart(ada)
  const url = `/carts?customerId=${ada}`
  assert.equal((await shop.send({ url })).status, 401)
  assert.equal((await shop.send({ url, customerId: eve })).status, 404)
})

test('a forged or expired customer token opens nothing', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart(ada)
  const good = shop.runtime.headers({ customerId: ada })['x-customer-token'] ?? ''
  const [payload = '', signature = ''] = good.split('.')
  const forgedPayload = Buffer.from(`${ada},session,9999999999999`).toString('base64url')
  const open = (token: string): Promise<{ readonly status: number }> =>
    shop.send({ url: `/carts/${id}`, headers: { 'x-customer-token': token } })
  assert.equal((await open(good)).status, 200)
  for (const token of [
    '',
    payload,
    `${payload}.`,
    `${forgedPayload}.${signature}`,
    `${payload}.${'A'.repeat(86)}`,
    `${good}.x`,
    'x'.repeat(4_000)
  ]) {
    assert.equal((await open(token)).status, 404, token)
  }
  shop.clock.now += 61_000
  assert.equal((await open(good)).status, 404)
})

test('nothing is answered without a service token, and nothing to the staff', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  for (const authorization of ['', 'Bearer x', `Basic ${id}`]) {
    assert.equal((await shop.send({ url: `/carts/${id}`, headers: { authorization } })).status, 401)
  }
  const staff = shop.runtime.headers({ staff: true })
  assert.equal((await shop.send({ url: `/carts/${id}`, headers: staff })).status, 403)
})

test('a POST without a key, or with a malformed one, is refused', async t => {
  const shop = await openShop(t)
  const { authorization = '' } = shop.runtime.headers()
  for (const [headers, code] of [
    [{ authorization }, 'IDEMPOTENCY_KEY_MISSING'],
    [{ authorization, 'idempotency-key': 'short' }, 'IDEMPOTENCY_KEY_MALFORMED']
  ] as const) {
    const refused = await shop.app.inject({ method: 'POST', url: '/carts', headers })
    assert.deepEqual([refused.statusCode, refused.json().code], [400, code])
  }
})
