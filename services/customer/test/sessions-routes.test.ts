import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOffice, type LoggedIn } from './fixtures.ts'

const minute = 60_000

test('a customer registers, logs in, goes on with the session and logs out', async t => {
  const office = await openOffice(t)
  const registered = await office.register('Ada@Example.org ')
  assert.equal(registered.status, 201)
  assert.equal(registered.body['successful'], true)

  const loggedIn = await office.logIn('ada@EXAMPLE.org')
  assert.equal(loggedIn.status, 200)
  const { customerId, sessionId, token } = loggedIn.body as unknown as LoggedIn
  assert.equal(customerId, registered.body['customerId'])
  assert.equal(office.runtime.verifyCustomer(token)?.customerId, customerId)

  office.clock.now += minute
  const going = await office.send({ url: `/sessions/${sessionId}` })
  assert.equal(going.status, 200)
  assert.partialDeepStrictEqual(going.body, {
    customerId,
    email: 'ada@example.org',
    tokenExpiresAt: office.clock.now + 15 * minute
  })
  assert.notEqual(going.body['token'], token)

  const out = await office.send({ method: 'DELETE', url: `/sessions/${sessionId}` })
  assert.equal(out.status, 204)
  const again = await office.send({ method: 'DELETE', url: `/sessions/${sessionId}` })
  assert.equal(again.status, 204)
  const gone = await office.send({ url: `/sessions/${sessionId}` })
  assert.equal(gone.status, 404)
  assert.equal(gone.body['code'], 'SESSION_UNKNOWN')
})
