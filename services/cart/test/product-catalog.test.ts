import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallRequest, CallResult, ServiceClient } from '@microzon/shared/client'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { createProductCatalog } from '../src/clients/product-catalog.ts'

const tea = {
  id: 'tea',
  name: 'Green tea',
  options: [{ name: '100 g', description: 'A tin', priceInCent: 450, stock: 3 }],
  categories: ['Kitchen/Tea'],
  images: [{ thumbnail: '/images/tea.svg', preview: '/p', original: '/o' }]
}

type Asked = CallRequest<TSchema>

/** A client whose peer gives one answer, which counts only if it has the shape that was asked for. */
function peer(given: unknown): { readonly client: ServiceClient; readonly asked: Asked[] } {
  const asked: Asked[] = []
  const call = async (request: Asked): Promise<CallResult<unknown>> => {
    asked.push(request)
    const isKind = typeof given === 'object' && given !== null && 'kind' in given
    if (isKind) return given as CallResult<unknown>
    return request.answer !== undefined && Value.Check(request.answer, given)
      ? { kind: 'answered', status: 200, headers: {}, body: given }
      : { kind: 'technical', sent: true, reason: 'invalid-answer', attempts: 1 }
  }
  return { asked, client: { target: 'product', call } as unknown as ServiceClient }
}

test('asks for all products in one call and reads what it needs', async () => {
  const { client, asked } = peer({ products: [tea, { ...tea, id: 'bare', images: undefined }] })
  const products = await createProductCatalog(client).find(['tea', 'bare', 'gone'])
  assert.equal(asked.length, 1)
  assert.equal(asked[0]?.path, '/products?ids=tea%2Cbare%2Cgone')
  assert.deepEqual(products?.get('tea'), {
    id: 'tea',
    name: 'Green tea',
    picture: '/images/tea.svg',
    options: [{ name: '100 g', priceCents: 450, stock: 3 }]
  })
  assert.equal(products?.get('bare')?.picture, undefined)
  assert.equal(products?.has('gone'), false)
})

test('waits no longer than a page may', async () => {
  const { client, asked } = peer({ products: [] })
  await createProductCatalog(client).find(['tea'])
  assert.ok((asked[0]?.deadlineMs ?? Infinity) <= 2_000)
})

test('whatever is not an answer means that the catalogue cannot be asked', async () => {
  const failures = [
    { kind: 'technical', sent: true, reason: 'timeout', attempts: 3 },
    { kind: 'overload', sent: false, attempts: 1 },
    { kind: 'deadline', sent: true, attempts: 1 },
    { kind: 'business', status: 400, code: 'VALIDATION_FAILED', problem: {} }
  ]
  for (const failure of failures) {
    assert.equal(await createProductCatalog(peer(failure).client).find(['tea']), undefined)
  }
})

test('an answer with an impossible price or stock is none', async () => {
  const [option] = tea.options
  const odd = [
    { ...option, priceInCent: -1 },
    { ...option, priceInCent: 0.5 },
    { ...option, priceInCent: 1e18 },
    { ...option, priceInCent: '450' },
    { ...option, stock: -1 },
    { ...option, stock: null },
    {}
  ]
  for (const options of [...odd.map(bad => [bad]), null, 'none']) {
    const { client } = peer({ products: [{ ...tea, options }] })
    assert.equal(await createProductCatalog(client).find(['tea']), undefined)
  }
})
