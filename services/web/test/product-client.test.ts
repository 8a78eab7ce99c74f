import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallRequest, CallResult, ServiceClient } from '@microzon/shared/client'
import { createProductClient } from '../src/clients/product.ts'
import { framing } from '../src/routes/frame.ts'
import { productPage } from '../src/views/product.ts'
import { renderHtml } from '@microzon/shared/html'
import { tea } from './fake-shop.ts'
import { frameOf } from './view-models.ts'

const told = {
  id: 'tea',
  name: 'Green tea',
  options: [{ name: '100 g', priceInCent: 490, stock: 20 }],
  breadcrumbs: []
}
const category = { id: 'food', name: 'Food', count: 1 }
const bodies: Readonly<Record<string, unknown>> = {
  '/categories': { tree: [] },
  '/categories/food/products?limit=1': {
    activeProducts: [told],
    total: 1,
    category,
    ancestors: []
  },
  '/products?q=tea&limit=1': { products: [told], total: 1, totalIsExact: true },
  '/products?limit=1': { products: [told], total: 1, totalIsExact: true },
  '/products/tea': told,
  '/products/tea/picture.svg': '<svg/>'
}

/** The adapter over answers that are as old as the test says. */
function create(ageMs?: number) {
  const asked: Omit<CallRequest, 'answer'>[] = []
  const call = (request: Omit<CallRequest, 'answer'>): Promise<CallResult<unknown>> => {
    asked.push(request)
    const answered = {
      kind: 'answered',
      status: 200,
      headers: {},
      body: bodies[request.path]
    } as const
    return Promise.resolve(ageMs === undefined ? answered : { ...answered, ageMs })
  }
  const client = { target: 'product', call, callText: call } as unknown as ServiceClient
  return { asked, catalog: createProductClient(client) }
}

const query = { cursor: undefined, limit: 1 }

test('every page of browsing may stand in for five minutes, and is a second old at most', async () => {
  const { asked, catalog } = create()
  await catalog.categories()
  await catalog.category({ ...query, id: 'food', sort: undefined })
  await catalog.search({ ...query, text: 'tea' })
  await catalog.newest(1)
  await catalog.product('tea')
  await catalog.picture('tea')
  assert.deepEqual(
    asked.map(({ path }) => path),
    Object.keys(bodies)
  )
  for (const { path, cache } of asked) {
    assert.deepEqual(cache, { freshMs: 1_000, staleMs: 300_000 }, path)
  }
})

test('what stands in for an answer says how old it is, and what is answered does not', async () => {
  for (const ageMs of [undefined, 5_000]) {
    const { catalog } = create(ageMs)
    const { products } = await catalog.category({ ...query, id: 'food', sort: undefined })
    const found = await catalog.search({ ...query, text: 'tea' })
    const all = [...products, ...found.products, ...(await catalog.newest(1))]
    for (const { ageMs: age } of [...all, await catalog.product('tea')]) assert.equal(age, ageMs)
  }
})

test('a page that shows what was known before says so', () => {
  const pageOf = (ageMs?: number): string => {
    const product = { ...tea, ageMs }
    const form = { values: {}, errors: {}, message: undefined }
    const shown = framing(
      frameOf('en', text => text),
      [tea, product]
    )
    return renderHtml(productPage(shown, { product, option: '100 g', related: [], form }))
  }
  assert.match(pageOf(5_000), /catalogue does not answer/)
  assert.doesNotMatch(pageOf(), /catalogue does not answer/)
})
