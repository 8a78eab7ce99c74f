import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallRequest, CallResult, Refusal, ServiceClient } from '@microzon/shared/client'
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

const mistaken = (): never => assert.fail('this is no mistake of ours')

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
  const products = await createProductCatalog(client, mistaken).find(['tea', 'bare', 'gone'])
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
  await createProductCatalog(client, mistaken).find(['tea'])
  assert.ok((asked[0]?.deadlineMs ?? Infinity) <= 2_000)
})

test('an outage means that the catalogue cannot be asked', async () => {
  const failures = [
    { kind: 'technical', sent: true, reason: 'timeout', attempts: 3 },
    { kind: 'overload', sent: false, attempts: 1 },
    { kind: 'deadline', sent: true, attempts: 1 }
  ]
  for (const failure of failures) {
    const catalog = createProductCatalog(peer(failure).client, mistaken)
    assert.equal(await catalog.find(['tea']), undefined)
  }
})

test('a refusal of our own call means the same to the shopper, and is told as our mistake', async () => {
  for (const [status, code] of [
    [400, 'VALIDATION_FAILED'],
    [401, 'UNAUTHENTICATED_CALLER'],
    [403, 'CALLER_NOT_ALLOWED'],
    [404, 'NOT_FOUND']
  ] as const) {
    const told: Refusal[] = []
    const refusal = { kind: 'business', status, code, problem: { status, code, title: '' } }
    const catalog = createProductCatalog(peer(refusal).client, each => void told.push(each))
    assert.equal(await catalog.find(['tea']), undefined)
    assert.deepEqual(told, [refusal])
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
    assert.equal(await createProductCatalog(client, mistaken).find(['tea']), undefined)
  }
})
