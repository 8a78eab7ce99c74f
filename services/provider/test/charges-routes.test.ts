import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { cards, openOffice, until } from './fixtures.ts'

test('turns a card into a token and charges it', async t => {
  const office = await openOffice(t)
  const body = { number: cards.pays, expiry: '12/30', cvc: '123' }
  const made = await office.send({ method: 'POST', url: '/v1/tokens', body })
  assert.equal(made.status, 201)
  assert.match(String(made.body['token']), /^tok_[0-9a-f]{32}$/)
  assert.partialDeepStrictEqual(made.body, { brand: 'visa', last4: '4242' })
  const charged = await office.charge({ token: String(made.body['token']), reference: 'order-7' })
  assert.equal(charged.status, 201)
  assert.partialDeepStrictEqual(charged.body, {
    status: 'succeeded',
    amountCents: 1_000,
    reference: 'order-7'
  })
})

test('tells why a card was declined', async t => {
  const office = await openOffice(t)
  const declined = await office.charge({ token: await office.tokenOf(cards.declined) })
  assert.equal(declined.status, 201)
  assert.partialDeepStrictEqual(declined.body, { status: 'declined', reason: 'declined' })
  const poor = await office.charge({ token: await office.tokenOf(cards.poor) })
  assert.partialDeepStrictEqual(poor.body, { status: 'declined', reason: 'insufficient-funds' })
})

test('answers the failing card with its own fault and records the failure', async t => {
  const office = await openOffice(t)
  const key = randomUUID()
  const token = await office.tokenOf(cards.fails)
  const failed = await office.charge({ token, key })
  assert.equal(failed.status, 502)
  assert.equal(failed.body['code'], 'PROVIDER_FAILED')
  const found = await office.send({ url: `/v1/charges/by-key/${key}` })
  assert.equal(found.body['status'], 'failed')
  // A repeat meets the same charge, and no other card is charged instead.
  const repeated = await office.charge({ token: await office.tokenOf(cards.pays), key })
  assert.equal(repeated.status, 502)
})

test('charges once per key, however often it is asked', async t => {
  const office = await openOffice(t)
  const [token, key] = [await office.tokenOf(cards.pays), randomUUID()]
  const first = await office.charge({ token, key })
  const second = await office.charge({ token, key })
  assert.deepEqual(second.body, first.body)
  const ledger = await office.send({ url: '/ledger' })
  assert.equal((ledger.body['charges'] as unknown[]).length, 1)
})

test('refuses another sum or reference under a known key', async t => {
  const office = await openOffice(t)
  const [token, key] = [await office.tokenOf(cards.pays), randomUUID()]
  await office.charge({ token, key, amountCents: 500 })
  for (const other of [{ amountCents: 501 }, { amountCents: 500, reference: 'order-2' }]) {
    const refused = await office.charge({ token, key, ...other })
    assert.equal(refused.status, 422)
    assert.equal(refused.body['code'], 'CHARGE_MISMATCH')
  }
})

test('takes a token once and knows no other', async t => {
  const office = await openOffice(t)
  const token = await office.tokenOf(cards.declined)
  await office.charge({ token })
  const again = await office.charge({ token })
  assert.equal(again.status, 409)
  assert.equal(again.body['code'], 'CARD_TOKEN_USED')
  const unknown = await office.charge({ token: 'tok_nobody' })
  assert.equal(unknown.status, 404)
  assert.equal(unknown.body['code'], 'CARD_TOKEN_UNKNOWN')
})

test('makes no charge that arrives after its time, and tells of one that came in time', async t => {
  const office = await openOffice(t)
  const expiresAt = office.clock.now + 1
  const [token, other] = [await office.tokenOf(cards.pays), await office.tokenOf(cards.pays)]
  const key = randomUUID()
  assert.equal((await office.charge({ token, key, expiresAt })).status, 201)
  office.clock.now = expiresAt
  assert.equal((await office.charge({ token, key, expiresAt })).status, 201)
  const late = await office.charge({ token: other, expiresAt })
  assert.deepEqual([late.status, late.body['code']], [409, 'CHARGE_EXPIRED'])
  const { charges } = (await office.send({ url: '/ledger' })).body
  assert.equal((charges as readonly unknown[]).length, 1)
  // Nothing has come of it: the token is as good as it was.
  assert.equal((await office.charge({ token: other, expiresAt: expiresAt + 1 })).status, 201)
})

test('charges what the fullest cart of the dearest products costs', async t => {
  const office = await openOffice(t)
  const amountCents = 50 * 99 * 10_000_000
  const charged = await office.charge({ token: await office.tokenOf(cards.pays), amountCents })
  assert.deepEqual([charged.status, charged.body['amountCents']], [201, amountCents])
})

test('needs a key, a sum and nothing else', async t => {
  const office = await openOffice(t)
  const token = await office.tokenOf(cards.pays)
  const order = { token, amountCents: 1_000, reference: 'order-1' }
  const post = (body: unknown, key?: string) =>
    office.send({ method: 'POST', url: '/v1/charges', body, ...(key && { key }) })
  assert.equal((await post(order)).body['code'], 'IDEMPOTENCY_KEY_MISSING')
  assert.equal((await post(order, 'short')).body['code'], 'IDEMPOTENCY_KEY_MALFORMED')
  const wrong = [
    { amountCents: 0 },
    { amountCents: -1 },
    { amountCents: 1.5 },
    { amountCents: '1000' },
    { amountCents: 49_500_000_001 },
    { reference: '' },
    { reference: 'r'.repeat(65) },
    { token: '' },
    { token: null },
    { number: cards.pays }
  ]
  for (const change of wrong) {
    const refused = await post({ ...order, ...change }, randomUUID())
    assert.equal(refused.status, 400, JSON.stringify(change))
  }
  assert.deepEqual((await office.send({ url: '/ledger' })).body, { charges: [] })
})

test('holds the answer of the slow card back, and tells by key how it stands', async t => {
  const office = await openOffice(t)
  const key = randomUUID()
  const byKey = async () => (await office.send({ url: `/v1/charges/by-key/${key}` })).body['status']
  const pending = office.charge({ token: await office.tokenOf(cards.slow), key })
  await until(() => office.sleeps.length === 1)
  assert.equal(office.sleeps[0]?.ms, 10_000)
  assert.equal(await byKey(), 'processing')
  office.clock.now += 9_999
  assert.equal(await byKey(), 'processing')
  office.clock.now += 1
  assert.equal(await byKey(), 'succeeded')
  office.sleeps[0]?.wake()
  assert.equal((await pending).body['status'], 'succeeded')
  // Known by now: a repeat waits no longer.
  const again = await office.charge({ token: 'tok_any', key })
  assert.equal(again.body['status'], 'succeeded')
  assert.equal(office.sleeps.length, 1)
})

test('takes other cards while many slow ones are waited for', async t => {
  const office = await openOffice(t)
  const tokens = await Promise.all(Array.from({ length: 24 }, () => office.tokenOf(cards.slow)))
  const pending = tokens.map(token => office.charge({ token }))
  await until(() => office.sleeps.length === tokens.length)
  assert.match(await office.tokenOf(cards.pays), /^tok_/)
  office.clock.now += 10_000
  for (const { wake } of office.sleeps) wake()
  const answers = await Promise.all(pending)
  assert.ok(answers.every(({ body }) => body['status'] === 'succeeded'))
})

test('has no charge under a key that nobody used', async t => {
  const office = await openOffice(t)
  for (const key of [randomUUID(), '%2e%2e', "' or 1=1 --", 'x'.repeat(64)]) {
    const found = await office.send({ url: `/v1/charges/by-key/${encodeURIComponent(key)}` })
    assert.equal(found.body['code'], 'CHARGE_UNKNOWN', key)
  }
})

test('tells the ledger page by page, in the order of the charges', async t => {
  const office = await openOffice(t)
  for (let index = 0; index < 5; index++) {
    const token = await office.tokenOf(index === 3 ? cards.declined : cards.pays)
    await office.charge({ token, reference: `order-${index}`, amountCents: 100 + index })
  }
  const seen: unknown[] = []
  let next: number | undefined = 0
  for (let pages = 0; next !== undefined && pages < 10; pages++) {
    const page = await office.send({ url: `/ledger?limit=2&after=${next}` })
    const charges = page.body['charges'] as Readonly<Record<string, unknown>>[]
    assert.ok(charges.length <= 2)
    seen.push(...charges.map(({ reference }) => reference))
    next = page.body['next'] as number | undefined
  }
  assert.deepEqual(seen, ['order-0', 'order-1', 'order-2', 'order-3', 'order-4'])
  const { charges } = (await office.send({ url: '/ledger' })).body
  assert.partialDeepStrictEqual((charges as unknown[])[3], {
    reference: 'order-3',
    amountCents: 103,
    status: 'declined'
  })
  for (const hostile of ['after=-1', 'after=x', 'limit=0', 'limit=1001', 'after=1e400']) {
    assert.equal((await office.send({ url: `/ledger?${hostile}` })).status, 400, hostile)
  }
})

test('opens no route but the probes without the right key', async t => {
  const office = await openOffice(t)
  const routes = [
    ['POST', '/v1/tokens'],
    ['POST', '/v1/charges'],
    ['GET', '/v1/charges/by-key/0123456789abcdef'],
    ['GET', '/ledger'],
    ['GET', '/nowhere'],
    ['GET', '/LEDGER'],
    ['GET', '//ledger']
  ] as const
  const keys = ['', 'Bearer ', 'Bearer wrong', 'Bearer a key of the tests onl', 'Basic abc']
  for (const [method, url] of routes) {
    for (const authorization of keys) {
      const refused = await office.send({ method, url, authorization })
      assert.equal(refused.status, 401, `${method} ${url} ${authorization}`)
      assert.equal(refused.body['code'], 'API_KEY_WRONG')
    }
  }
  for (const url of ['/livez', '/readyz', '/metrics', '/openapi.json']) {
    assert.ok((await office.send({ url, authorization: '' })).status < 300, url)
  }
})

test('describes every route in its document', async t => {
  const office = await openOffice(t)
  const { body } = await office.send({ url: '/openapi.json' })
  const paths = Object.keys(body['paths'] as object).sort()
  const expected = ['/ledger', '/v1/charges', '/v1/charges/by-key/{key}', '/v1/tokens']
  assert.deepEqual(paths, expected)
})
