import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Generated, Transaction } from 'kysely'
import { Type } from 'typebox'
import { DomainError } from '../../src/errors/index.ts'
import type { Answer, Claim } from '../../src/idempotency/index.ts'
import { claimOf, createService, idempotent, responses } from '../../src/service/index.ts'
import {
  createOnce,
  idempotencyMigration,
  openDatabase,
  type IdempotencySchema
} from '../../src/store/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

type Schema = IdempotencySchema & { readonly cart: { id: Generated<number>; name: string } }

const key = 'a-key-of-the-tests'
const statusOf = { CART_LIMIT: 409, PRODUCT_UNAVAILABLE: 503 }

async function createApp(t: TestContext) {
  const database = await openDatabase<Schema>({ url: 'sqlite::memory:' })
  await database.migrate({
    '001-idempotency': idempotencyMigration,
    '002-cart': {
      async up(kysely) {
        await kysely.schema
          .createTable('cart')
          .addColumn('id', 'integer', column => column.primaryKey())
          .addColumn('name', 'varchar(200)', column => column.notNull())
          .execute()
      }
    }
  })
  const runtime = createTestRuntime('cart')
  const once = createOnce({
    database,
    clock: runtime.clock,
    bind: (transaction: Transaction<Schema>) => transaction
  })
  const app = createService({ runtime, statusOf, title: 'Cart', description: 'a test' })
  const schema = {
    body: Type.Object({ name: Type.String() }),
    response: responses({ 201: Type.Object({ id: Type.Integer(), name: Type.String() }) })
  }
  let runs = 0
  let claim: Claim | undefined
  app.post('/carts', { schema, config: { keyed: true } }, async (request, reply) => {
    claim = claimOf(request)
    await idempotent({ once, statusOf }, async (_request, store): Promise<Answer> => {
      runs++
      const { name } = request.body
      const { insertId } = await store.insertInto('cart').values({ name }).executeTakeFirst()
      if (name === 'refused')
        throw new DomainError('CART_LIMIT', 'too many', { details: { most: 9 } })
      if (name === 'away') throw new DomainError('PRODUCT_UNAVAILABLE', 'it is away')
      if (name === 'broken') throw new Error('a fault')
      const id = Number(insertId)
      return { status: 201, headers: { location: `/carts/${id}` }, body: { id, name, runs } }
    })(request, reply)
  })
  app.post('/claim', { config: { keyed: true } }, request => claimOf(request))
  // Not marked as one that takes keys.
  app.post('/unmarked', request => claimOf(request))
  t.after(async () => {
    await app.close()
    await database.close()
  })
  const post = (name: string, headers = runtime.headers({ idempotencyKey: key }), url = '/carts') =>
    app.inject({ method: 'POST', url, headers, body: { name } })
  const names = async (): Promise<readonly string[]> =>
    (await database.kysely.selectFrom('cart').select('name').execute()).map(row => row.name)
  return { post, names, runtime, once, runs: () => runs, claim: () => claim }
}

test('a repeat gets the same answer, and the effect happens once', async t => {
  const { post, names, runs } = await createApp(t)
  const first = await post('tea')
  assert.equal(first.statusCode, 201)
  assert.equal(first.headers.location, '/carts/1')
  assert.equal(first.headers['idempotency-replayed'], undefined)
  const again = await post('tea')
  assert.deepEqual(
    [again.statusCode, again.body, again.headers.location],
    [201, first.body, '/carts/1']
  )
  assert.equal(again.headers['content-type'], first.headers['content-type'])
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.deepEqual(await names(), ['tea'])
  assert.equal(runs(), 1)
})

test('a refusal is an answer too: stored, its effects undone', async t => {
  const { post, names, runs, runtime } = await createApp(t)
  const first = await post('refused')
  assert.equal(first.statusCode, 409)
  assert.deepEqual(first.json().details, { most: 9 })
  assert.match(String(first.headers['content-type']), /^application\/problem\+json/)
  const again = await post('refused')
  assert.deepEqual([again.statusCode, again.body], [409, first.body])
  assert.equal(again.headers['content-type'], first.headers['content-type'])
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.equal(again.json().correlationId, first.headers['x-correlation-id'])
  assert.deepEqual(await names(), [])
  assert.equal(runs(), 1)
  const whys = runtime.logLines().map(line => line['problem'])
  assert.deepEqual(whys, ['CART_LIMIT: too many', 'CART_LIMIT: too many'], 'the log says why')
})

for (const [name, status] of [
  ['away', 503],
  ['broken', 500]
] as const) {
  test(`an answer of ${status} is not stored, and its effects are undone`, async t => {
    const { post, names, runs } = await createApp(t)
    for (let tried = 1; tried <= 2; tried++) {
      const answer = await post(name)
      assert.equal(answer.statusCode, status)
      assert.equal(answer.headers['idempotency-replayed'], undefined)
      assert.equal(runs(), tried)
    }
    assert.deepEqual(await names(), [])
  })
}

test('the same key with another body is refused', async t => {
  const { post, names } = await createApp(t)
  await post('tea')
  const other = await post('milk')
  assert.deepEqual([other.statusCode, other.json().code], [422, 'IDEMPOTENCY_KEY_REUSED'])
  assert.deepEqual(await names(), ['tea'])
  assert.equal((await post('tea')).statusCode, 201)
})

test('the same key with another query is refused', async t => {
  const { post, names, runtime } = await createApp(t)
  const headers = runtime.headers({ idempotencyKey: key })
  assert.equal((await post('tea', headers, '/carts?stock=true')).statusCode, 201)
  assert.equal((await post('tea', headers, '/carts?stock=true')).statusCode, 201)
  const other = await post('tea', headers, '/carts?stock=false')
  assert.deepEqual([other.statusCode, other.json().code], [422, 'IDEMPOTENCY_KEY_REUSED'])
  assert.deepEqual(await names(), ['tea'])
})

test('a request that is being worked on is told to come again in a second', async t => {
  const { post, once, claim } = await createApp(t)
  await post('broken')
  const begun = claim()
  assert.ok(begun)
  // By another instance, which has not finished yet.
  await once.begin(begun, () => Promise.resolve())
  const answer = await post('broken')
  assert.deepEqual([answer.statusCode, answer.json().code], [409, 'IDEMPOTENCY_IN_FLIGHT'])
  assert.equal(answer.headers['retry-after'], '1')
})

test('two at once have one effect and one answer', async t => {
  const { post, names } = await createApp(t)
  const answers = await Promise.all(Array.from({ length: 8 }, () => post('tea')))
  assert.deepEqual(await names(), ['tea'])
  assert.deepEqual([...new Set(answers.map(({ body }) => body))].length, 1)
  assert.equal(answers.filter(({ headers }) => headers['idempotency-replayed']).length, 7)
})

test('a key that is missing or malformed is refused before anything happens', async t => {
  const { post, runtime, runs } = await createApp(t)
  const missing = await post('tea', runtime.headers())
  assert.deepEqual([missing.statusCode, missing.json().code], [400, 'IDEMPOTENCY_KEY_MISSING'])
  for (const bad of [
    '',
    'short',
    'a'.repeat(65),
    'a key of the tests',
    'a-key-of-the-tests, a-key',
    "a-key-of-the'tests"
  ]) {
    const answer = await post('tea', { ...runtime.headers(), 'idempotency-key': bad })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'IDEMPOTENCY_KEY_MALFORMED'])
  }
  assert.equal(runs(), 0)
})

test('the same key means something else to another customer, caller or route', async t => {
  const { post, runtime } = await createApp(t)
  const claimed = async (options: Parameters<typeof runtime.headers>[0]): Promise<unknown> =>
    (await post('tea', runtime.headers({ idempotencyKey: key, ...options }), '/claim')).json().scope
  const scopes = [
    await claimed({}),
    await claimed({ caller: 'billing' }),
    await claimed({ customerId: 'ada' }),
    await claimed({ customerId: 'bob' })
  ]
  assert.equal(new Set(scopes).size, 4)
  assert.equal(await claimed({ customerId: 'ada', sessionId: 'another' }), scopes[2])
})

test('a route that takes keys must say so, for the API document', async t => {
  const { post, runtime } = await createApp(t)
  const answer = await post('tea', runtime.headers({ idempotencyKey: key }), '/unmarked')
  assert.equal(answer.statusCode, 500)
})
