import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createArgon2Passwords } from '../src/crypto/argon2-passwords.ts'
import { DomainError } from '@microzon/shared/errors'
import { openOffice, type Office, type Reply } from './fixtures.ts'

const minute = 60_000
const wrong = { password: 'not the right one' }
const from = (clientAddress: string): { readonly clientAddress: string } => ({ clientAddress })

async function times(count: number, work: (index: number) => Promise<Reply>): Promise<Reply[]> {
  const replies: Reply[] = []
  for (let index = 0; index < count; index++) replies.push(await work(index))
  return replies
}

const statusesOf = (replies: readonly Reply[]): readonly number[] =>
  replies.map(({ status }) => status)

test('a wrong password and an unknown address get the same answer from the same work', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  const replies = [
    await office.logIn('ada@example.org', wrong),
    await office.logIn('nobody@example.org', wrong),
    await office.logIn('no address at all', wrong),
    await office.logIn('', { password: '' }),
    await office.logIn('ada@example.org', { password: 'x'.repeat(1_000) })
  ]
  for (const reply of replies) {
    assert.equal(reply.status, 200)
    assert.equal(reply.text, '{"successful":false}')
  }
  // One check of a password each, with or without a hash to check against.
  assert.deepEqual(
    office.passwords.asked.map(({ known }) => known),
    [true, false, false, false, true]
  )
})

test('the tenth wrong password is the last one within 15 minutes', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  for (const email of ['ada@example.org', 'nobody@example.org']) {
    const replies = await times(10, () => office.logIn(email, wrong))
    assert.deepEqual(statusesOf(replies), Array(10).fill(200))
    const refused = await office.logIn(email)
    assert.deepEqual([refused.status, refused.body['code']], [429, 'LOGIN_THROTTLED'])
    assert.equal(refused.headers['retry-after'], '900')
    // Asking another instance would only count once more.
    assert.equal(refused.headers['x-retry'], 'no')
  }
  office.clock.now += 15 * minute - 1
  assert.equal((await office.logIn('ada@example.org')).headers['retry-after'], '1')
  office.clock.now += 1
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
})

test('a hundred tries at once are not more than ten', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => office.logIn('ADA@example.org', wrong))
  )
  assert.equal(replies.filter(({ status }) => status === 200).length, 10)
  assert.equal(office.passwords.asked.length, 10)
})

test('a right password forgives the wrong ones before it', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  for (let round = 0; round < 4; round++) {
    const replies = await times(9, () => office.logIn('ada@example.org', wrong))
    assert.deepEqual(statusesOf(replies), Array(9).fill(200), `round ${round}`)
    assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
  }
})

test('logins that turn out well are not limited', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  const replies = await times(60, () => office.logIn('ada@example.org', from('192.0.2.1')))
  assert.ok(replies.every(({ body }) => body['successful'] === true))
})

test('one address cannot try many accounts', async t => {
  const office = await openOffice(t, { limits: { loginsPerAddress: 5 } })
  await office.register('ada@example.org')
  const there = from('2001:db8::1')
  const replies = await times(6, index =>
    office.logIn(`user${index}@example.org`, { ...wrong, ...there })
  )
  assert.deepEqual(statusesOf(replies), [200, 200, 200, 200, 200, 429])
  const neighbour = await office.logIn('ada@example.org', from('2001:db8::2'))
  assert.equal(neighbour.status, 429)
  const elsewhere = await office.logIn('ada@example.org', from('2001:db8:0:1::1'))
  assert.equal(elsewhere.body['successful'], true)
})

test('many addresses cannot try one account', async t => {
  const office = await openOffice(t, { limits: { loginsPerAccount: 5 } })
  await office.register('ada@example.org')
  const replies = await times(6, index =>
    office.logIn('ada@example.org', { ...wrong, ...from(`192.0.2.${index}`) })
  )
  assert.deepEqual(statusesOf(replies), [200, 200, 200, 200, 200, 429])
})

test("the shopper's address may come in a header too", async t => {
  const office = await openOffice(t, { limits: { loginsPerAddress: 1 } })
  const logIn = (address: string): Promise<Reply> =>
    office.send({
      method: 'POST',
      url: '/login',
      body: { email: 'ada@example.org', ...wrong },
      headers: { 'x-client-address': address }
    })
  assert.deepEqual(
    statusesOf([await logIn('192.0.2.1'), await logIn('192.0.2.1'), await logIn('192.0.2.2')]),
    [200, 429, 200]
  )
})

test('a try that could not be made does not count', async t => {
  let isBusy = true
  const office = await openOffice(t, {
    limits: { loginsPerPair: 1 },
    passwords: {
      hash: async text => text,
      async verify(text, hash) {
        if (isBusy) throw new DomainError('BUSY', 'too much')
        return text === hash
      }
    }
  })
  await office.register('ada@example.org')
  const replies = await times(3, () => office.logIn('ada@example.org'))
  for (const { status, body, headers } of replies) {
    assert.deepEqual([status, body['code']], [503, 'BUSY'])
    assert.equal(headers['x-not-processed'], '1')
    assert.equal(headers['retry-after'], '1')
  }
  isBusy = false
  assert.equal((await office.logIn('ada@example.org')).body['successful'], true)
})

test('too many logins at once are refused before anything is done', async t => {
  const passwords = await createArgon2Passwords({ atOnceMax: 1, waitingMax: 1 })
  const office = await openOffice(t, { passwords })
  await office.register('ada@example.org')
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      office.logIn('ada@example.org', from(`192.0.2.${index}`))
    )
  )
  const counts = [200, 503].map(status => replies.filter(reply => reply.status === status).length)
  assert.deepEqual(counts, [2, 4])
})

test('each login begins a session of its own, and no answer is ever given twice', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  const request = (): Promise<Reply> =>
    office.send({
      method: 'POST',
      url: '/login',
      key: 'the-same-key-every-time',
      body: { email: 'ada@example.org', password: 'correct horse battery' }
    })
  const [one, two] = [await request(), await request()]
  assert.notEqual(one.body['sessionId'], two.body['sessionId'])
  assert.equal(two.headers['idempotency-replayed'], undefined)
  assert.match(String(one.body['sessionId']), /^[A-Za-z0-9_-]{43}$/)
})

test('no password, session id or token gets into the store or the log', async t => {
  const office = await openOffice(t)
  await office.register('ada@example.org')
  const { body } = await office.logIn('ada@example.org')
  await office.send({ url: `/sessions/${String(body['sessionId'])}` })
  await office.logIn('ada@example.org', wrong)
  const kept = (await everythingIn(office)) + JSON.stringify(office.runtime.logLines())
  // The fake hash shows the password; what matters is that it stands nowhere else.
  const bare = kept.replaceAll('fake:correct horse battery', '')
  for (const secret of ['correct horse', wrong.password, body['sessionId'], body['token']]) {
    assert.equal(bare.includes(String(secret)), false, String(secret))
  }
})

async function everythingIn(office: Office): Promise<string> {
  const tables = ['customer', 'session', 'counter', 'address', 'idempotency'] as const
  const rows = await Promise.all(
    tables.map(table => office.database.kysely.selectFrom(table).selectAll().execute())
  )
  return JSON.stringify(rows)
}
