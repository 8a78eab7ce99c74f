import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOffice, password, type LoggedIn, type Office, type Reply } from './fixtures.ts'

const newPassword = 'a new and better one'
const minute = 60_000
const day = 24 * 60 * minute

const change = (office: Office, who: LoggedIn, fields = {}): Promise<Reply> =>
  office.send({
    method: 'PUT',
    url: `/customers/${who.customerId}/password`,
    token: who.token,
    body: { password, newPassword, ...fields }
  })

test('a customer sees the own account', async t => {
  const office = await openOffice(t)
  const { customerId, token } = await office.join()
  const { status, body } = await office.send({ url: `/customers/${customerId}`, token })
  assert.equal(status, 200)
  assert.deepEqual(body, { id: customerId, email: 'ada@example.org' })
})

test('a new password replaces the old one and ends all other sessions', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const other = (await office.logIn('ada@example.org')).body as LoggedIn
  const changed = await change(office, ada)
  assert.deepEqual([changed.status, changed.text], [204, ''])
  assert.equal((await office.logIn('ada@example.org')).body['successful'], false)
  const again = await office.logIn('ada@example.org', { password: newPassword })
  assert.equal(again.body['successful'], true)

  assert.equal((await office.send({ url: `/sessions/${ada.sessionId}` })).status, 200)
  assert.equal((await office.send({ url: `/sessions/${other.sessionId}` })).status, 404)
  const refused = await office.send({ url: `/customers/${ada.customerId}`, token: other.token })
  assert.deepEqual([refused.status, refused.body['code']], [401, 'SESSION_ENDED'])
})

test('a change of the password whose answer got lost can be sent again', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  assert.equal((await change(office, ada)).status, 204)
  assert.equal((await change(office, ada)).status, 204)
  const { body } = await office.logIn('ada@example.org', { password: newPassword })
  assert.equal(body['successful'], true)
})

test('a wrong password changes nothing, and can be tried ten times', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  for (let index = 0; index < 10; index++) {
    const refused = await change(office, ada, { password: 'not the right one' })
    assert.deepEqual([refused.status, refused.body['code']], [403, 'PASSWORD_WRONG'])
  }
  const refused = await change(office, ada)
  assert.deepEqual([refused.status, refused.body['code']], [429, 'LOGIN_THROTTLED'])
  assert.equal(refused.headers['retry-after'], '900')
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
})

test('a new password must be one', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const refused = await change(office, ada, { newPassword: 'too short' })
  assert.deepEqual([refused.status, refused.body['code']], [400, 'PASSWORD_TOO_SHORT'])
})

test('a login that overtakes a change of the password begins no session', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  const { passwords } = office
  const verify = passwords.verify.bind(passwords)
  let isFirst = true
  passwords.verify = async (text, hash) => {
    const isRight = await verify(text, hash)
    if (isFirst) {
      isFirst = false
      assert.equal((await change(office, ada)).status, 204)
    }
    return isRight
  }
  assert.equal((await office.logIn('ada@example.org')).body['successful'], false)
})

test('an e-mail address is changed with the password, and stays unique', async t => {
  const office = await openOffice(t)
  const [ada, eve] = [await office.join('ada@example.org'), await office.join('eve@example.org')]
  const put = (who: LoggedIn, email: string, fields = {}): Promise<Reply> =>
    office.send({
      method: 'PUT',
      url: `/customers/${who.customerId}`,
      token: who.token,
      body: { email, password, ...fields }
    })
  const wrong = await put(ada, 'new@example.org', { password: 'not the right one' })
  assert.deepEqual([wrong.status, wrong.body['code']], [403, 'PASSWORD_WRONG'])
  const taken = await put(eve, 'ADA@example.org')
  assert.deepEqual([taken.status, taken.body['code']], [409, 'EMAIL_TAKEN'])
  assert.equal((await put(ada, 'nothing')).body['code'], 'EMAIL_INVALID')
  const changed = await put(ada, 'New@example.org')
  assert.deepEqual(changed.body, { id: ada.customerId, email: 'new@example.org' })
  assert.equal((await put(ada, 'new@example.org')).status, 200)
  assert.equal((await office.logIn('new@example.org')).body['successful'], true)
  assert.equal((await office.logIn('ada@example.org')).body['successful'], false)
})

test('who tries out which addresses have an account is stopped', async t => {
  const office = await openOffice(t)
  const [eve] = [await office.join('eve@example.org'), await office.register('ada@example.org')]
  const codes: unknown[] = []
  for (let index = 0; index < 11; index++) {
    const { body } = await office.send({
      method: 'PUT',
      url: `/customers/${eve.customerId}`,
      token: eve.token,
      body: { email: 'ada@example.org', password }
    })
    codes.push(body['code'])
  }
  assert.deepEqual(codes, [...Array(10).fill('EMAIL_TAKEN'), 'LOGIN_THROTTLED'])
})

test('a session that is over opens no account, although its token still holds', async t => {
  const office = await openOffice(t)
  const ada = await office.join()
  await office.send({ method: 'DELETE', url: `/sessions/${ada.sessionId}` })
  assert.ok(office.runtime.verifyCustomer(ada.token))
  const requests = [
    { url: `/customers/${ada.customerId}` },
    { url: `/customers/${ada.customerId}/addresses` },
    {
      method: 'PUT',
      url: `/customers/${ada.customerId}/password`,
      body: { password, newPassword }
    }
  ] as const
  for (const request of requests) {
    const refused = await office.send({ ...request, token: ada.token })
    assert.deepEqual([refused.status, refused.body['code']], [401, 'SESSION_ENDED'])
  }
})

test('a session ends 7 days after its last use', async t => {
  const office = await openOffice(t)
  const { sessionId } = await office.join()
  const use = async (): Promise<number> =>
    (await office.send({ url: `/sessions/${sessionId}` })).status
  for (let index = 0; index < 4; index++) {
    office.clock.now += 6 * day
    assert.equal(await use(), 200)
  }
  office.clock.now += 7 * day
  assert.equal(await use(), 404)
})

test('a session in use ends after 30 days', async t => {
  const office = await openOffice(t)
  const { sessionId } = await office.join()
  for (let index = 0; index < 29; index++) {
    office.clock.now += day
    assert.equal((await office.send({ url: `/sessions/${sessionId}` })).status, 200)
  }
  office.clock.now += day
  assert.equal((await office.send({ url: `/sessions/${sessionId}` })).status, 404)
})

test("what a customer's token holds does not continue the session", async t => {
  const office = await openOffice(t)
  const { token, sessionId } = await office.join()
  const reference = office.runtime.verifyCustomer(token)?.sessionId ?? ''
  assert.notEqual(reference, sessionId)
  assert.equal((await office.send({ url: `/sessions/${reference}` })).status, 404)
})
