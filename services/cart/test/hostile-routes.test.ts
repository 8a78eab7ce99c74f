import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openShop } from './fixtures.ts'

const good = { productId: 'tea', productOption: '100 g', amount: 1 }
const badItems: readonly unknown[] = [
  null,
  [],
  [good],
  'tea',
  1,
  {},
  { ...good, amount: 0 },
  { ...good, amount: -1 },
  { ...good, amount: 100 },
  { ...good, amount: 1.5 },
  { ...good, amount: '1' },
  { ...good, amount: null },
  { ...good, amount: true },
  { ...good, amount: [1] },
  { ...good, amount: 1e300 },
  { ...good, productId: null },
  { ...good, productId: '' },
  { ...good, productId: 'a,b' },
  { ...good, productId: '\ud800' },
  { ...good, productId: 'x'.repeat(65) },
  { ...good, productId: { toString: 'tea' } },
  { ...good, productOption: '' },
  { ...good, productOption: 'x'.repeat(101) },
  { ...good, priceCents: 1 },
  { ...good, constructor: {} },
  JSON.parse('{"productId":"tea","productOption":"100 g","amount":1,"__proto__":{"a":1}}')
]

test('a body that is not an item is refused with 400, and changes nothing', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  for (const body of badItems) {
    const refused = await shop.send({
      method: 'POST',
      url: `/carts/${id}/items`,
      // As text, so that null and bare values are really sent.
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' }
    })
    assert.equal(refused.status, 400, JSON.stringify(body))
    assert.match(String(refused.headers['content-type']), /^application\/problem\+json/)
  }
  assert.partialDeepStrictEqual((await shop.send({ url: `/carts/${id}` })).body, { version: 1 })
  assert.equal(shop.catalog.calls, 0)
})

test('what is no JSON, or too much of it, is refused', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  const send = async (body: string, type = 'application/json'): Promise<number> =>
    (
      await shop.send({
        method: 'POST',
        url: `/carts/${id}/items`,
        body,
        headers: { 'content-type': type }
      })
    ).status
  assert.equal(await send('{'), 400)
  assert.equal(await send(''), 400)
  assert.equal(await send('{}', 'application/xml'), 415)
  assert.equal(await send(JSON.stringify({ ...good, productOption: 'x'.repeat(70_000) })), 413)
})

test('opening a cart takes no body, however deep', async t => {
  const shop = await openShop(t)
  const headers = { 'content-type': 'application/json' }
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
  for (const body of [deep, '{"customerId":"ada"}', '"x"', '[]']) {
    const refused = await shop.send({ method: 'POST', url: '/carts', body, headers })
    assert.equal(refused.status, 400, body.slice(0, 20))
  }
  assert.equal((await shop.send({ method: 'POST', url: '/carts', body: {} })).status, 201)
})

test('no text in a path makes the service fail', async t => {
  const shop = await openShop(t)
  const texts = fc.oneof(
    fc.string({ minLength: 1, maxLength: 250, unit: 'binary' }),
    fc.constantFrom("'; drop table cart; --", '../../etc/passwd', '\u0000', '%', '__proto__')
  )
  const requests = (id: string, item: string) =>
    [
      { url: `/carts/${id}` },
      { url: `/carts/${id}/items` },
      { method: 'DELETE', url: `/carts/${id}/items/${item}` },
      { method: 'PUT', url: `/carts/${id}/items/${item}`, body: { amount: 1 } },
      { method: 'DELETE', url: `/carts/${id}/freeze/${item}?outcome=${id}`, caller: 'billing' }
    ] as const
  await fc.assert(
    fc.asyncProperty(texts, texts, async (left, right) => {
      for (const request of requests(encodeURIComponent(left), encodeURIComponent(right))) {
        const { status } = await shop.send(request)
        assert.ok(status >= 400 && status < 500, `${status} for ${request.url}`)
      }
    }),
    { numRuns: 60 }
  )
})

test('bytes that are no text are refused in a path', async t => {
  const shop = await openShop(t)
  for (const url of ['/carts/%ED%A0%80', '/carts/%', '/carts/%FF/items']) {
    const { status } = await shop.send({ url })
    assert.ok(status === 400 || status === 404, `${status} for ${url}`)
  }
})

test('a name of the catalogue is cut to what the store takes', async t => {
  const shop = await openShop(t)
  const name = `${'x'.repeat(199)}🍵🍵`
  shop.catalog.set({
    id: 'long',
    name,
    picture: undefined,
    options: [{ name: '100 g', priceCents: 1, stock: 1 }]
  })
  const id = await shop.openCart()
  assert.equal((await shop.add(id, { productId: 'long' })).status, 201)
  const view = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(view.body.items[0]?.['name'], name)
  shop.catalog.away = true
  const remembered = await shop.send({ url: `/carts/${id}/items` })
  assert.equal(String(remembered.body.items[0]?.['name']).isWellFormed(), true)
})

test('every route is in the API document, and no log line holds an id of a cart', async t => {
  const shop = await openShop(t)
  const id = await shop.openCart()
  await shop.add(id)
  await shop.send({ url: `/carts/${id}/items` })
  assert.equal(JSON.stringify(shop.runtime.logLines()).includes(id), false)
  const { body } = await shop.send({ url: '/openapi.json' })
  assert.deepEqual(Object.keys(body['paths'] ?? {}).toSorted(), [
    '/carts',
    '/carts/{id}',
    '/carts/{id}/freeze',
    '/carts/{id}/freeze/{checkoutId}',
    '/carts/{id}/items',
    '/carts/{id}/items/{itemId}',
    '/carts/{id}/merge'
  ])
})
