import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOffice, password } from './fixtures.ts'

const minute = 60_000

test('an address registers once, in whatever letters it comes', async t => {
  const office = await openOffice(t)
  const first = await office.register('ada@example.org')
  assert.equal(first.status, 201)
  assert.equal(first.headers['location'], `/customers/${String(first.body['customerId'])}`)
  const second = await office.register(' ADA@Example.org', { password: 'another password' })
  assert.deepEqual([second.status, second.body['code']], [409, 'EMAIL_TAKEN'])
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
  const taken = await office.logIn('ada@example.org', { password: 'another password' })
  assert.equal(taken.body['successful'], false)
})

test('a registration that is sent twice makes one customer and gives one answer', async t => {
  const office = await openOffice(t)
  const request = {
    method: 'POST',
    url: '/registration',
    key: 'the-key-of-this-registration',
    body: { email: 'ada@example.org', password }
  } as const
  const [one, two] = await Promise.all([office.send(request), office.send(request)])
  assert.deepEqual([one.status, two.status], [201, 201])
  assert.deepEqual(one.body, two.body)
  const other = await office.send({ ...request, body: { email: 'eve@example.org', password } })
  assert.deepEqual([other.status, other.body['code']], [422, 'IDEMPOTENCY_KEY_REUSED'])
})

test('a registration leaves no complaint in the log', async t => {
  const office = await openOffice(t)
  await Promise.all([office.register('ada@example.org'), office.register('eve@example.org')])
  const complaints = office.runtime.logLines().filter(({ level }) => level !== 'info')
  assert.deepEqual(complaints, [])
})

test('ten who want one address at once: one gets it', async t => {
  const office = await openOffice(t)
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => office.register('ada@example.org'))
  )
  assert.deepEqual(
    replies.map(({ status }) => status).toSorted((left, right) => left - right),
    [201, ...Array(9).fill(409)]
  )
})

test('says what is wrong with an address or a password', async t => {
  const office = await openOffice(t)
  const cases = [
    ['ada', {}, 'EMAIL_INVALID'],
    [`${'a'.repeat(250)}@example.org`, {}, 'EMAIL_INVALID'],
    ['ada@example.org', { password: 'too short' }, 'PASSWORD_TOO_SHORT'],
    ['ada@example.org', { password: 'x'.repeat(129) }, 'PASSWORD_TOO_LONG'],
    ['ada@example.org', { password: 'x'.repeat(2_001) }, 'VALIDATION_FAILED'],
    ['ada@example.org', { password: null }, 'VALIDATION_FAILED'],
    ['ada@example.org', { admin: true }, 'VALIDATION_FAILED'],
    ['ada@example.org', { clientAddress: '' }, 'VALIDATION_FAILED'],
    ['ada@example.org', { clientAddress: 'x'.repeat(65) }, 'VALIDATION_FAILED']
  ] as const
  for (const [email, fields, code] of cases) {
    const refused = await office.register(email, fields)
    assert.deepEqual([refused.status, refused.body['code']], [400, code])
    assert.equal(refused.text.includes('xxx'), false)
  }
})

test('registrations from one address are limited, and not those from another', async t => {
  const office = await openOffice(t, { limits: { registrationsPerAddress: 2 } })
  const register = async (name: string, clientAddress: string): Promise<number> =>
    (await office.register(`${name}@example.org`, { clientAddress })).status
  assert.equal(await register('a', '192.0.2.1'), 201)
  // What was refused counts too: it told that the address has an account.
  assert.equal(await register('a', '192.0.2.1'), 409)
  const refused = await office.register('b@example.org', { clientAddress: '192.0.2.1' })
  assert.deepEqual([refused.status, refused.body['code']], [429, 'REGISTRATION_THROTTLED'])
  assert.equal(refused.headers['retry-after'], '900')
  assert.equal(refused.headers['x-retry'], 'no')
  assert.equal(await register('c', '192.0.2.2'), 201)
  office.clock.now += 15 * minute
  assert.equal(await register('b', '192.0.2.1'), 201)
})

test('the password has no part in what is kept of the request', async t => {
  const office = await openOffice(t)
  const key = 'the-key-of-this-registration'
  const send = (text: string) =>
    office.send({
      method: 'POST',
      url: '/registration',
      key,
      body: { email: 'ada@example.org', password: text }
    })
  const first = await send(password)
  const second = await send('another password')
  // Were it in the fingerprint, a weak password could be guessed from it, and this would be refused.
  assert.deepEqual(second.body, first.body)
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
})

test('needs a key', async t => {
  const office = await openOffice(t)
  const { authorization = '' } = office.runtime.headers()
  const refused = await office.app.inject({
    method: 'POST',
    url: '/registration',
    headers: { authorization },
    body: { email: 'ada@example.org', password }
  })
  assert.deepEqual([refused.statusCode, refused.json().code], [400, 'IDEMPOTENCY_KEY_MISSING'])
})
