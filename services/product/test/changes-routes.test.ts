import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from './app.ts'
import { stockOf } from './contract/store.ts'
import { draftOf, optionOf } from './fixtures.ts'

test('makes a product with 201 and updates it with 200', async t => {
  const { staff, get } = await openApp(t)
  const made = await staff('POST', '/products', draftOf())
  assert.deepEqual([made.status, made.body['outcome']], [201, 'created'])
  assert.equal(made.headers['location'], `/products/${String(made.body['id'])}`)
  const updated = await staff('POST', '/products', draftOf({ description: 'again' }))
  assert.deepEqual([updated.status, updated.body['id']], [200, made.body['id']])
  assert.equal((await get(String(made.headers['location']))).body['description'], 'again')
})

test('the same key makes a product once and answers twice', async t => {
  const { app, runtime, products } = await openApp(t)
  const headers = runtime.headers({ staff: true, idempotencyKey: 'key-of-this-test-1' })
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/products', headers, payload })
  const first = await post(draftOf())
  await products.remove(first.json<{ id: string }>().id)
  const again = await post(draftOf())
  assert.deepEqual([again.statusCode, again.json()], [201, first.json()])
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.equal(await products.count(), 0)
  assert.equal((await post(draftOf({ name: 'other' }))).statusCode, 422)
})

test('a post needs a key', async t => {
  const { app, runtime } = await openApp(t)
  const headers = runtime.headers({ staff: true })
  const answer = await app.inject({ method: 'POST', url: '/products', headers, payload: draftOf() })
  assert.deepEqual([answer.statusCode, answer.json()['code']], [400, 'IDEMPOTENCY_KEY_MISSING'])
})

test('a post keeps the stock unless told, a put sets it unless told', async t => {
  const { staff, products } = await openApp(t)
  const stocked = (stock: number) => draftOf({ options: [optionOf({ stock })] })
  const { body } = await staff('POST', '/products', stocked(5))
  const id = String(body['id'])
  await staff('POST', '/products', stocked(6))
  assert.deepEqual(await stockOf(products, id), [5])
  await staff('POST', '/products?stock=true', stocked(7))
  assert.deepEqual(await stockOf(products, id), [7])
  assert.equal((await staff('PUT', `/products/${id}?stock=false`, stocked(8))).status, 204)
  assert.deepEqual(await stockOf(products, id), [7])
  assert.equal((await staff('PUT', `/products/${id}`, stocked(9))).status, 204)
  assert.deepEqual(await stockOf(products, id), [9])
})

test('replaces and takes out what exists only', async t => {
  const { staff } = await openApp(t)
  const { body } = await staff('POST', '/products', draftOf())
  const address = `/products/${String(body['id'])}`
  await staff('POST', '/products', draftOf({ sku: 'A' }))
  const codes = [
    await staff('PUT', address, draftOf({ sku: 'A' })),
    await staff('PUT', '/products/none', draftOf()),
    await staff('DELETE', address),
    await staff('DELETE', address)
  ].map(answer => [answer.status, answer.body['code']])
  assert.deepEqual(codes, [
    [409, 'PRODUCT_EXISTS'],
    [404, 'PRODUCT_NOT_FOUND'],
    [204, undefined],
    [404, 'PRODUCT_NOT_FOUND']
  ])
})

test('refuses drafts that break a limit, each with 400', async t => {
  const { staff, products } = await openApp(t)
  const { name: _, ...nameless } = draftOf()
  const images = (address: string) => [{ thumbnail: address, preview: '/p', original: '/o' }]
  const options = Array.from({ length: 21 }, (_, index) => optionOf({ name: `o${index}` }))
  const bad: readonly object[] = [
    nameless,
    { ...draftOf(), id: 'mine' },
    { ...draftOf(), name: 'x'.repeat(121) },
    { ...draftOf(), name: '' },
    { ...draftOf(), name: ' ' },
    { ...draftOf(), name: 'a\nb' },
    { ...draftOf(), name: null },
    { ...draftOf(), description: 'x'.repeat(4_001) },
    { ...draftOf(), description: 'a\u0000' },
    { ...draftOf(), sku: '' },
    { ...draftOf(), sku: 'a b' },
    { ...draftOf(), options: [] },
    { ...draftOf(), options },
    { ...draftOf(), options: [optionOf(), optionOf()] },
    { ...draftOf(), options: [optionOf({ priceInCent: -1 })] },
    { ...draftOf(), options: [optionOf({ priceInCent: 0 })] },
    { ...draftOf(), options: [optionOf({ priceInCent: 10_000_001 })] },
    { ...draftOf(), options: [optionOf({ priceInCent: 1.5 })] },
    { ...draftOf(), options: [{ ...optionOf(), priceInCent: '990' }] },
    { ...draftOf(), options: [optionOf({ stock: 1_000_001 })] },
    { ...draftOf(), options: [optionOf({ stock: -1 })] },
    { ...draftOf(), options: [optionOf({ name: 'x'.repeat(61) })] },
    { ...draftOf(), categories: [] },
    { ...draftOf(), categories: ['a', 'b', 'c', 'd', 'e', 'f'] },
    { ...draftOf(), categories: ['a/b/c/d/e'] },
    { ...draftOf(), categories: ['a//b'] },
    { ...draftOf(), images: [] },
    { ...draftOf(), images: images('javascript:alert(1)') },
    { ...draftOf(), images: images('//"onload=x') }
  ]
  for (const draft of bad) {
    const answer = await staff('POST', '/products', draft)
    assert.equal(answer.status, 400, JSON.stringify(draft).slice(0, 200))
    assert.match(String(answer.body['code']), /^(VALIDATION_FAILED|PRODUCT_INVALID)$/)
  }
  assert.equal(await products.count(), 0)
})

test('lets nobody but the staff change the catalogue, and nobody in without a token', async t => {
  const { app, runtime, products, save } = await openApp(t)
  const [id = ''] = await save(draftOf())
  const routes = [
    ['POST', '/products'],
    ['POST', '/products/bulk'],
    ['PUT', `/products/${id}`],
    ['DELETE', `/products/${id}`]
  ] as const
  for (const [method, url] of routes) {
    const request = { method, url, payload: draftOf({ name: 'changed' }) }
    for (const caller of ['web', 'cart', 'billing', 'payment']) {
      const headers = runtime.headers({ caller, idempotencyKey: 'key-of-this-test-2' })
      assert.equal((await app.inject({ ...request, headers })).statusCode, 403, `${caller} ${url}`)
    }
    assert.equal((await app.inject(request)).statusCode, 401, url)
  }
  for (const url of [
    '/categories',
    '/products',
    `/products/${id}`,
    `/products/${id}/picture.svg`
  ]) {
    assert.equal((await app.inject({ url })).statusCode, 401, url)
  }
  assert.deepEqual(
    (await products.find([id])).map(({ name }) => name),
    ['Leaves of Grass']
  )
})
