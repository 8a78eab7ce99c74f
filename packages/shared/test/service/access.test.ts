import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { callerOf, createService, customerOf } from '../../src/service/index.ts'
import type { Access } from '../../src/service/types.ts'
import { createTestRuntime } from '../../src/testing/index.ts'

type Headers = Readonly<Record<string, string | string[]>>

/** Asks a route of `cart` with this access, and tells its status and whom it took for the caller. */
function serve(t: TestContext, access: Access, options: { readonly isPublic?: boolean } = {}) {
  const runtime = createTestRuntime('cart')
  const app = createService({ runtime, statusOf: {}, title: 'Cart', description: '', ...options })
  app.get('/route', { config: access }, request => ({
    caller: callerOf(request),
    customer: customerOf(request)?.customerId
  }))
  t.after(() => app.close())
  const ask = async (headers: Headers) => {
    const answer = await app.inject({ url: '/route', headers: { ...headers } })
    return answer.statusCode === 200 ? answer.json() : answer.json().code
  }
  return { runtime, ask }
}

const [refused, unknown] = ['CALLER_NOT_ALLOWED', 'UNAUTHENTICATED_CALLER']

// Which caller is let in, by what the route says and by whether the service is a facade.
const table: readonly {
  readonly access: Access
  readonly facade: boolean
  readonly nobody: string
  readonly web: string
  readonly staff: string
}[] = [
  { access: {}, facade: false, nobody: unknown, web: 'web', staff: refused },
  { access: {}, facade: true, nobody: 'public', web: 'public', staff: 'public' },
  { access: { public: true }, facade: false, nobody: 'public', web: 'public', staff: 'public' },
  { access: { public: false }, facade: true, nobody: unknown, web: 'web', staff: refused },
  { access: { callers: ['staff'] }, facade: false, nobody: unknown, web: refused, staff: 'staff' },
  { access: { callers: ['staff'] }, facade: true, nobody: unknown, web: refused, staff: 'staff' },
  { access: { callers: ['web'] }, facade: true, nobody: unknown, web: 'web', staff: refused },
  { access: { callers: [] }, facade: false, nobody: unknown, web: refused, staff: refused },
  { access: { callers: [] }, facade: true, nobody: unknown, web: refused, staff: refused }
]

for (const { access, facade, ...expected } of table) {
  const where = facade ? 'a facade' : 'a service'
  test(`a route of ${where} with ${JSON.stringify(access)} lets in who is named`, async t => {
    const { runtime, ask } = serve(t, access, { isPublic: facade })
    const told = async (headers: Headers): Promise<unknown> => {
      const answer = await ask(headers)
      return answer.caller ?? answer
    }
    assert.equal(await told({}), expected.nobody)
    assert.equal(await told(runtime.headers()), expected.web)
    assert.equal(await told(runtime.headers({ staff: true })), expected.staff)
  })
}

test('a caller on a public route is nobody, so that no route can trust who was not checked', async t => {
  const { ask } = serve(t, { public: true })
  assert.deepEqual(await ask({ authorization: 'Bearer forged' }), { caller: 'public' })
})

test('a customer is known on public routes too, and never by two tokens at once', async t => {
  const { runtime, ask } = serve(t, { public: true })
  const { 'x-customer-token': token = '' } = runtime.headers({ customerId: 'ada' })
  assert.equal((await ask({ 'x-customer-token': token })).customer, 'ada')
  assert.equal((await ask({ 'x-customer-token': [token, token] })).customer, undefined)
  assert.equal((await ask({})).customer, undefined)
})

test('a customer token opens no route that needs a caller', async t => {
  const { runtime, ask } = serve(t, {})
  const { 'x-customer-token': token = '' } = runtime.headers({ customerId: 'ada' })
  assert.equal(await ask({ 'x-customer-token': token }), unknown)
  assert.equal(await ask({ authorization: `Bearer ${token}` }), unknown)
})
