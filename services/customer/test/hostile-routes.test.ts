import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { signCustomerToken } from '@microzon/shared/tokens'
import fc from 'fast-check'
import { address, openOffice, password, type Office, type Request } from './fixtures.ts'

const newPassword = 'a new and better one'

/** Every route that belongs to a customer. */
const ownRoutes = (customerId: string, addressId = 'address'): readonly Request[] => [
  { url: `/customers/${customerId}` },
  {
    method: 'PUT',
    url: `/customers/${customerId}`,
    body: { email: 'eve@example.org', password }
  },
  {
    method: 'PUT',
    url: `/customers/${customerId}/password`,
    body: { password, newPassword }
  },
  { url: `/customers/${customerId}/addresses` },
  { method: 'POST', url: `/customers/${customerId}/addresses`, body: address },
  { method: 'DELETE', url: `/customers/${customerId}/addresses/${addressId}` }
]

test("somebody else's account answers as if there were none", async t => {
  const office = await openOffice(t)
  const [ada, eve] = [await office.join('ada@example.org'), await office.join('eve@example.org')]
  const added = await office.send({
    method: 'POST',
    url: `/customers/${ada.customerId}/addresses`,
    token: ada.token,
    body: address
  })
  const others = ownRoutes(ada.customerId, String(added.body['id']))
  const missing = ownRoutes('nobody')
  for (const [index, request] of others.entries()) {
    const refused = await office.send({ ...request, token: eve.token })
    const none = await office.send({ ...(missing[index] ?? request), token: eve.token })
    assert.deepEqual([refused.status, refused.body['code']], [404, 'CUSTOMER_UNKNOWN'])
    const { correlationId: _one, ...told } = refused.body
    const { correlationId: _other, ...toldOfNone } = none.body
    assert.deepEqual(told, toldOfNone)
  }
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
})

test('no route of an account works without a customer token', async t => {
  const office = await openOffice(t)
  const { customerId } = await office.join()
  for (const request of ownRoutes(customerId)) {
    const refused = await office.send(request)
    assert.deepEqual([refused.status, refused.body['code']], [401, 'CUSTOMER_REQUIRED'])
  }
})

test('no route works without a service token', async t => {
  const office = await openOffice(t)
  const { customerId, sessionId, token } = await office.join()
  const requests: readonly Request[] = [
    ...ownRoutes(customerId),
    { method: 'POST', url: '/registration', body: { email: 'a@example.org', password } },
    { method: 'POST', url: '/login', body: { email: 'a@example.org', password } },
    { url: `/sessions/${sessionId}` },
    { method: 'DELETE', url: `/sessions/${sessionId}` }
  ]
  for (const request of requests) {
    const refused = await office.send({ ...request, token, headers: { authorization: 'Bearer x' } })
    assert.deepEqual([refused.status, refused.body['code']], [401, 'UNAUTHENTICATED_CALLER'])
  }
  assert.equal((await office.send({ url: `/sessions/${sessionId}` })).status, 200)
})

test('a token that another key signed, or for another session, is none', async t => {
  const office = await openOffice(t)
  const [ada, eve] = [await office.join('ada@example.org'), await office.join('eve@example.org')]
  const { customerId } = ada
  const expiresAt = office.clock.now + 60_000
  const others = generateKeyPairSync('ed25519').privateKey
  const own = createPrivateKey(office.runtime.customerTokenPrivateKeyPem)
  const sessionOf = (token: string): string => office.runtime.verifyCustomer(token)?.sessionId ?? ''
  const cases = [
    [{ customerId, sessionId: sessionOf(ada.token) }, others, 401, 'CUSTOMER_REQUIRED'],
    [{ customerId, sessionId: sessionOf(eve.token) }, own, 401, 'SESSION_ENDED'],
    [{ customerId, sessionId: ada.sessionId }, own, 401, 'SESSION_ENDED'],
    [{ customerId, sessionId: 'x' }, own, 401, 'SESSION_ENDED']
  ] as const
  for (const [identity, privateKey, status, code] of cases) {
    const token = signCustomerToken(identity, { privateKey, expiresAt })
    const refused = await office.send({ url: `/customers/${customerId}`, token })
    assert.deepEqual([refused.status, refused.body['code']], [status, code])
  }
  office.clock.now += 15 * 60_000
  const late = await office.send({ url: `/customers/${customerId}`, token: ada.token })
  assert.deepEqual([late.status, late.body['code']], [401, 'CUSTOMER_REQUIRED'])
})

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(null, '\u0000', '\ud800', '__proto__', "' or 1=1 --", 'x'.repeat(2_000))
)
const fields = ['email', 'password', 'newPassword', 'clientAddress', '__proto__', 'constructor']
const anyBody = fc.oneof(
  anyValue,
  fc.dictionary(fc.constantFrom(...fields), anyValue, { maxKeys: 5 }),
  fc.record({ email: anyValue, password: anyValue }),
  fc.record({ email: fc.string({ unit: 'binary' }), password: fc.string({ unit: 'binary' }) })
)

async function statusOf(office: Office, request: Request): Promise<number> {
  return (await office.send(request)).status
}

test('no body makes the service fail', async t => {
  const office = await openOffice(t, {
    limits: {
      loginsPerAccount: 1e6,
      loginsPerAddress: 1e6,
      loginsPerPair: 1e6,
      registrationsPerAddress: 1e6
    }
  })
  const { customerId, token } = await office.join()
  const routes = [
    { method: 'POST', url: '/registration' },
    { method: 'POST', url: '/login' },
    { method: 'PUT', url: `/customers/${customerId}`, token },
    { method: 'PUT', url: `/customers/${customerId}/password`, token },
    { method: 'POST', url: `/customers/${customerId}/addresses`, token }
  ] as const
  const headers = { 'content-type': 'application/json' }
  await fc.assert(
    fc.asyncProperty(anyBody, async body => {
      for (const route of routes) {
        const status = await statusOf(office, { ...route, body: JSON.stringify(body), headers })
        assert.ok(status < 500, `${status} for ${route.url}`)
      }
    }),
    { numRuns: 100 }
  )
})

test('no text in a path makes the service fail, or opens anything', async t => {
  const office = await openOffice(t)
  const { token } = await office.join()
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    fc.constantFrom('../customers', '%', "' or 1=1 --", '__proto__', '\u0000')
  )
  await fc.assert(
    fc.asyncProperty(text, text, async (left, right) => {
      const [id, other] = [encodeURIComponent(left), encodeURIComponent(right)]
      for (const request of [...ownRoutes(id, other), { url: `/sessions/${id}` }]) {
        const status = await statusOf(office, { ...request, token })
        assert.ok(status >= 400 && status < 500, `${status} for ${request.url}`)
      }
      // A session that does not exist is over.
      const ended = await statusOf(office, { method: 'DELETE', url: `/sessions/${id}` })
      assert.ok(ended === 204 || (ended >= 400 && ended < 500), `${ended} for ${id}`)
    }),
    { numRuns: 60 }
  )
})

test('too large a body is refused before it is read', async t => {
  const office = await openOffice(t)
  const body = { email: 'ada@example.org', password: 'x'.repeat(20_000) }
  assert.equal(await statusOf(office, { method: 'POST', url: '/login', body }), 413)
})

test('every route is in the API document', async t => {
  const office = await openOffice(t)
  const { body } = await office.send({ url: '/openapi.json' })
  assert.deepEqual(Object.keys(body['paths'] as object).toSorted(), [
    '/customers/{id}',
    '/customers/{id}/addresses',
    '/customers/{id}/addresses/{addressId}',
    '/customers/{id}/password',
    '/login',
    '/registration',
    '/sessions/{id}'
  ])
})
