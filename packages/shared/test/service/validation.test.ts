import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Type } from 'typebox'
import { createService } from '../../src/service/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

const body = Type.Object(
  {
    amount: Type.Integer({ minimum: 1, maximum: 99 }),
    name: Type.String({ minLength: 1, maxLength: 10 }),
    note: Type.Optional(Type.String())
  },
  { additionalProperties: false }
)
const querystring = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 24 })),
    ratio: Type.Optional(Type.Number({ maximum: 10 })),
    stock: Type.Optional(Type.Boolean()),
    q: Type.Optional(Type.String({ maxLength: 5 }))
  },
  { additionalProperties: false }
)

function createApp(t: TestContext) {
  const runtime = createTestRuntime('cart')
  const app = createService({ runtime, statusOf: {}, title: 'Cart', description: 'a test' })
  app.post('/items', { schema: { body } }, request => request.body)
  app.get('/items', { schema: { querystring } }, request => request.query)
  const params = Type.Object({ id: Type.Integer({ maximum: 99 }) })
  app.get('/items/:id', { schema: { params } }, request => request.params)
  t.after(() => app.close())
  const headers = runtime.headers()
  return {
    post: (payload: unknown) =>
      app.inject({ method: 'POST', url: '/items', headers, body: payload as object }),
    send: (payload: string, type = 'application/json') =>
      app.inject({
        method: 'POST',
        url: '/items',
        headers: { ...headers, 'content-type': type },
        body: payload
      }),
    get: (url: string) => app.inject({ url, headers })
  }
}

test('a body is taken as it is', async t => {
  const { post } = createApp(t)
  const answer = await post({ amount: 2, name: 'tea' })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { amount: 2, name: 'tea' })
})

const wrong: readonly unknown[] = [
  { amount: null, name: 'tea' },
  { amount: true, name: 'tea' },
  { amount: '2', name: 'tea' },
  { amount: 2.5, name: 'tea' },
  { amount: 100, name: 'tea' },
  { amount: 1e300, name: 'tea' },
  { amount: [2], name: 'tea' },
  { amount: 2, name: null },
  { amount: 2, name: '' },
  { amount: 2, name: 7 },
  { amount: 2, name: 'tea', note: null },
  { amount: 2, name: 'tea', unknown: 1 },
  { name: 'tea' },
  {},
  [],
  'text',
  null
]
for (const payload of wrong) {
  test(`the body ${JSON.stringify(payload)} is refused and not mended`, async t => {
    const { send } = createApp(t)
    const answer = await send(JSON.stringify(payload))
    assert.equal(answer.statusCode, 400)
    const { code, status, details } = answer.json()
    assert.deepEqual({ code, status }, { code: 'VALIDATION_FAILED', status: 400 })
    assert.ok(details.errors.length > 0 && details.errors.length <= 20)
  })
}

test('a refusal names the field', async t => {
  const { post } = createApp(t)
  const { title, details } = (await post({ amount: 0, name: 'tea' })).json()
  assert.equal(title, 'the body is not valid')
  assert.deepEqual(details, { errors: [{ field: 'body/amount', message: 'must be >= 1' }] })
})

test('what is not JSON is refused as the caller’s mistake', async t => {
  const { send } = createApp(t)
  for (const [payload, type, status, code] of [
    ['{', 'application/json', 400, 'VALIDATION_FAILED'],
    ['', 'application/json', 400, 'VALIDATION_FAILED'],
    ['{"__proto__":{"a":1}}', 'application/json', 400, 'VALIDATION_FAILED'],
    ['{"constructor":{"prototype":{}}}', 'application/json', 400, 'VALIDATION_FAILED'],
    ['[[[[[[', 'application/json', 400, 'VALIDATION_FAILED'],
    ['a=b', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a', 'text/plain', 400, 'VALIDATION_FAILED'],
    ['a', 'no/type; charset', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [`{"name":"${'a'.repeat(70_000)}"}`, 'application/json', 413, 'PAYLOAD_TOO_LARGE']
  ] as const) {
    const answer = await send(payload, type)
    assert.deepEqual([answer.statusCode, answer.json().code], [status, code], payload.slice(0, 40))
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  }
})

test('a query is converted where the text is exactly a number or a boolean', async t => {
  const { get } = createApp(t)
  const answer = await get('/items?limit=5&ratio=0.5&stock=false&q=12')
  assert.deepEqual(answer.json(), { limit: 5, ratio: 0.5, stock: false, q: '12' })
})

test('a default fills in what is missing', async t => {
  const { get } = createApp(t)
  assert.deepEqual((await get('/items')).json(), { limit: 24 })
})

for (const query of [
  'limit=1.5',
  'limit=true',
  'limit=null',
  'limit=',
  'limit=1e1',
  'limit=0x10',
  'limit=%205',
  'limit=101',
  'limit=1&limit=2',
  'limit=99999999999999999999',
  'ratio=.5',
  'ratio=Infinity',
  'ratio=NaN',
  'stock=1',
  'stock=TRUE',
  'q=toolong',
  'q=a&q=b',
  'unknown=1',
  '__proto__=1'
]) {
  test(`the query ?${query} is refused`, async t => {
    const answer = await createApp(t).get(`/items?${query}`)
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().code, 'VALIDATION_FAILED')
  })
}

test('a part of the path is converted likewise', async t => {
  const { get } = createApp(t)
  assert.deepEqual((await get('/items/7')).json(), { id: 7 })
  for (const id of ['7.5', 'true', '100', '07x']) {
    assert.equal((await get(`/items/${id}`)).statusCode, 400)
  }
})
