import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from './app.ts'
import { draftOf } from './fixtures.ts'

test('gives a product with its stock, its way and its picture', async t => {
  const { get, save } = await openApp(t)
  const [id = ''] = await save(draftOf({ sku: 'BP-1' }))
  const { status, body } = await get(`/products/${id}`)
  assert.equal(status, 200)
  const picture = `/images/${id}.svg`
  assert.deepEqual(body, {
    id,
    sku: 'BP-1',
    name: 'Leaves of Grass',
    description: 'Walt Whitman, 1855.',
    options: [{ name: 'Paperback', priceInCent: 990, stock: 10 }],
    categories: ['Books/Poetry'],
    images: [{ thumbnail: picture, preview: picture, original: picture }],
    breadcrumbs: [
      { id: 'books', name: 'Books' },
      { id: 'books-poetry', name: 'Poetry' }
    ]
  })
})

test('tells a product that does not exist by a code', async t => {
  const { get } = await openApp(t)
  const { status, body, headers } = await get('/products/none')
  assert.deepEqual([status, body['code']], [404, 'PRODUCT_NOT_FOUND'])
  assert.match(String(headers['content-type']), /^application\/problem\+json/)
})

test('gives products by ids in their order and leaves out the missing', async t => {
  const { get, save } = await openApp(t)
  const [a = '', b = ''] = await save(draftOf({ name: 'a' }), draftOf({ name: 'b' }))
  const { body } = await get(`/products?ids=${b},none,${a},${b}`)
  assert.deepEqual([namesOf(body), body['total'], body['totalIsExact']], [['b', 'a'], 2, true])
})

test('takes a hundred ids and no more', async t => {
  const { get } = await openApp(t)
  const ids = Array.from({ length: 101 }, (_, index) => `${'x'.repeat(30)}${index}`)
  assert.equal((await get(`/products?ids=${ids.slice(1).join(',')}`)).status, 200)
  assert.equal((await get(`/products?ids=${ids.join(',')}`)).status, 400)
  assert.equal((await get('/products?ids=')).status, 400)
})

test('searches, tells the matched words, and pages by cursor', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf({ name: 'Tea' }), draftOf({ name: 'Teapot' }), draftOf({ name: 'Cup' }))
  const first = await get('/products?q=tea&limit=1')
  assert.deepEqual([namesOf(first.body), first.body['total']], [['Tea'], 2])
  const [shown] = first.body['products'] as readonly { matched: readonly string[] }[]
  assert.deepEqual(shown?.matched, ['Tea'])
  const rest = await get(`/products?q=tea&limit=1&cursor=${String(first.body['next'])}`)
  assert.deepEqual([namesOf(rest.body), rest.body['next']], [['Teapot'], undefined])
})

test('lists all products, the newest first', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf({ name: 'a' }), draftOf({ name: 'b' }), draftOf({ name: 'c' }))
  const first = await get('/products?limit=2')
  assert.deepEqual([namesOf(first.body), first.body['total']], [['c', 'b'], 3])
  const rest = await get(`/products?limit=2&cursor=${String(first.body['next'])}`)
  assert.deepEqual([namesOf(rest.body), 'next' in rest.body], [['a'], false])
})

test('refuses cursors of other lists and all else that is none', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf({ name: 'tea a' }), draftOf({ name: 'tea b' }))
  const { body } = await get('/products?q=tea&limit=1')
  const cursor = String(body['next'])
  const bad = [
    `/products?cursor=${cursor}`,
    `/products?q=tea%20b&cursor=${cursor}`,
    `/categories/books/products?cursor=${cursor}`,
    '/products?cursor=abc',
    `/products?cursor=${Buffer.from('[]').toString('base64url')}`
  ]
  for (const url of bad) {
    const answer = await get(url)
    assert.deepEqual([answer.status, answer.body['code']], [400, 'CURSOR_INVALID'], url)
  }
})

test('refuses pages and searches beyond their limits', async t => {
  const { get } = await openApp(t)
  const bad = [
    '/products?limit=0',
    '/products?limit=101',
    '/products?limit=-1',
    '/products?limit=x',
    '/products?unknown=1',
    `/products?q=${'a'.repeat(201)}`,
    `/products?cursor=${'a'.repeat(1_001)}`,
    '/categories/books/products?sort=best',
    `/products/${'x'.repeat(81)}`
  ]
  for (const url of bad) {
    const answer = await get(url)
    assert.deepEqual([answer.status, answer.body['code']], [400, 'VALIDATION_FAILED'], url)
  }
})

test('a search for nothing finds nothing', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf())
  for (const q of ['', '%20', '!', '%00', '%22']) {
    const { status, body } = await get(`/products?q=${q}`)
    assert.deepEqual([status, body], [200, { products: [], total: 0, totalIsExact: true }], q)
  }
})

test('never fails on what is typed into a search', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf())
  const typed = [
    '"leaves" OR',
    'NEAR(',
    '{name}:x',
    "';--",
    '\ud83d\ude00',
    'a'.repeat(200),
    '*',
    '^a',
    'и'.repeat(200)
  ]
  for (const text of typed) {
    assert.equal((await get(`/products?q=${encodeURIComponent(text)}`)).status, 200, text)
  }
})

test('gives the tree with counts, and the products of a category with the way to it', async t => {
  const { get, save } = await openApp(t)
  await save(draftOf({ name: 'a' }), draftOf({ name: 'b', categories: ['Books/Drama/Old/Greek'] }))
  const { body } = await get('/categories')
  const leaf = (id: string, name: string, children: readonly unknown[] = []) => ({
    category: { id, name, count: 1 },
    children
  })
  const greek = leaf('books-drama-old-greek', 'Greek')
  const drama = leaf('books-drama', 'Drama', [leaf('books-drama-old', 'Old', [greek])])
  const books = { id: 'books', name: 'Books', count: 2 }
  const tree = [{ category: books, children: [drama, leaf('books-poetry', 'Poetry')] }]
  assert.deepEqual(body, { tree })
  const page = (await get('/categories/books-drama-old/products?sort=price-asc')).body
  assert.deepEqual(
    [page['category'], page['ancestors'], page['total']],
    [
      { id: 'books-drama-old', name: 'Old', count: 1 },
      [books, { id: 'books-drama', name: 'Drama', count: 1 }],
      1
    ]
  )
})

test('tells a category that does not exist by a code', async t => {
  const { get } = await openApp(t)
  assert.deepEqual((await get('/categories')).body, { tree: [] })
  const { status, body } = await get('/categories/none/products')
  assert.deepEqual([status, body['code']], [404, 'CATEGORY_NOT_FOUND'])
})

test('documents every route', async t => {
  const { app, get } = await openApp(t)
  await app.ready()
  const { body } = await get('/openapi.json')
  const paths = body['paths'] as Record<string, Record<string, { summary?: string }>>
  assert.deepEqual(
    Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`))
      .filter(route => !/livez|readyz|metrics|openapi/.test(route))
      .toSorted(),
    [
      'delete /products/{id}',
      'delete /reservations/{orderId}',
      'get /categories',
      'get /categories/{id}/products',
      'get /products',
      'get /products/{id}',
      'get /products/{id}/picture.svg',
      'post /products',
      'post /products/bulk',
      'post /reservations',
      'post /reservations/{orderId}/confirm',
      'put /products/{id}'
    ]
  )
})

function namesOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  return (body['products'] as readonly { name: string }[]).map(product => product.name)
}
