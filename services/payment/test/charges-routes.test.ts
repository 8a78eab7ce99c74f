import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { gate, openDesk, until } from './fixtures.ts'

const dayMs = 24 * 60 * 60_000

test('charges a card and tells the sum', async t => {
  const desk = await openDesk(t)
  const charged = await desk.charge()
  assert.equal(charged.status, 201)
  assert.partialDeepStrictEqual(charged.body, {
    orderId: 'order-1',
    amountCents: 1_250,
    status: 'succeeded'
  })
  assert.equal(desk.provider.asked.length, 1)
  assert.partialDeepStrictEqual(desk.provider.asked[0], { cardToken: 'tok_1' })
})

test('tells each refusal with its reason, for good', async t => {
  const desk = await openDesk(t)
  for (const reason of ['declined', 'insufficient-funds', 'provider-error'] as const) {
    desk.provider.outcome = { kind: 'refused', reason }
    const key = randomUUID()
    const refused = await desk.charge({ key })
    assert.equal(refused.status, 402)
    assert.match(String(refused.headers['content-type']), /problem\+json/)
    assert.partialDeepStrictEqual(refused.body, { code: 'CHARGE_REFUSED', details: { reason } })
    assert.partialDeepStrictEqual((await desk.find(key)).body, { status: 'refused', reason })
  }
})

test('answers a repeat with the first answer and asks nobody', async t => {
  const desk = await openDesk(t)
  for (const outcome of [desk.provider.outcome, { kind: 'refused', reason: 'declined' }] as const) {
    desk.provider.outcome = outcome
    const key = randomUUID()
    const first = await desk.charge({ key })
    const asked = desk.provider.asked.length
    // The token does not count: a resumed order may bring another one.
    const again = await desk.charge({ key, body: { cardToken: 'tok_2', chargeUntil: 0 } })
    assert.equal(again.headers['idempotency-replayed'], 'true')
    assert.equal(first.headers['idempotency-replayed'], undefined)
    assert.deepEqual([again.status, again.body], [first.status, first.body])
    assert.equal(desk.provider.asked.length, asked)
  }
})

test('refuses another charge under a known key, also when the first is forgotten', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  await desk.charge({ key })
  const others = [{ amountCents: 1_251 }, { orderId: 'order-2' }]
  for (const body of others) assert.equal((await desk.charge({ key, body })).status, 422)
  desk.clock.now += dayMs + 1
  await desk.store.reap()
  for (const body of others) {
    const refused = await desk.charge({ key, body })
    assert.equal(refused.status, 422)
    assert.equal(refused.body['code'], 'IDEMPOTENCY_KEY_REUSED')
  }
  assert.equal(desk.provider.asked.length, 1)
  // The refusals have not taken the key from its owner.
  assert.equal((await desk.charge({ key })).status, 201)
})

test('answers from the charge itself when the request is forgotten', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const first = await desk.charge({ key })
  desk.clock.now += dayMs + 1
  await desk.store.reap()
  const later = await desk.charge({ key })
  assert.deepEqual([later.status, later.body], [201, first.body])
  assert.equal(desk.provider.asked.length, 1)
})

test('asks again under the same key when the outcome was not told', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  desk.provider.answers = false
  const pending = await desk.charge({ key })
  assert.equal(pending.status, 202)
  assert.equal(pending.body['status'], 'pending')
  desk.provider.answers = true
  const charged = await desk.charge({ key })
  assert.equal(charged.status, 201)
  assert.equal(desk.provider.ledger.size, 1)
  assert.deepEqual(new Set(desk.provider.asked.map(({ key: each }) => each)).size, 1)
})

test('answers with the outcome that was found by key meanwhile, and charges no more', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  desk.provider.answers = false
  await desk.charge({ key })
  desk.provider.answers = true
  assert.equal((await desk.find(key)).body['status'], 'succeeded')
  // Whatever it would say now.
  desk.provider.ledger.clear()
  desk.provider.outcome = { kind: 'refused', reason: 'declined' }
  assert.equal((await desk.charge({ key })).status, 201)
  assert.equal(desk.provider.asked.length, 1)
})

test('of two requests at once one charges and the other is told to wait', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const [charging, go] = [gate(), gate()]
  desk.provider.beforeCharge = async () => {
    charging.open()
    await go.opened
  }
  const first = desk.charge({ key })
  await charging.opened
  const second = await desk.charge({ key })
  assert.equal(second.status, 409)
  assert.equal(second.body['code'], 'IDEMPOTENCY_IN_FLIGHT')
  assert.equal(second.headers['retry-after'], '1')
  go.open()
  assert.equal((await first).status, 201)
  assert.equal((await desk.charge({ key })).headers['idempotency-replayed'], 'true')
  assert.equal(desk.provider.asked.length, 1)
  // The one that waits is no fault of ours, and is in no error log.
  assert.deepEqual(desk.lateErrors, [])
})

test('takes over what a holder that fell silent has begun, and both give one answer', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const [charging, go] = [gate(), gate()]
  desk.provider.beforeAnswer = async () => {
    charging.open()
    await go.opened
  }
  const silent = desk.charge({ key, headers: { 'x-deadline-ms': '60000' } })
  await charging.opened
  desk.provider.beforeAnswer = async () => undefined
  desk.clock.now += 30_001
  const second = await desk.charge({ key })
  assert.equal(second.status, 201)
  go.open()
  const first = await silent
  assert.deepEqual(first.body, second.body)
  assert.equal(first.headers['idempotency-replayed'], 'true')
  assert.equal(desk.provider.ledger.size, 1)
})

test('charges nothing new after the time that the order allows', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const late = await desk.charge({ key, body: { chargeUntil: desk.clock.now } })
  assert.equal(late.status, 202)
  assert.equal(desk.provider.asked.length, 0)
  assert.equal((await desk.find(key)).body['status'], 'absent')
  // What was charged before is found all the same.
  desk.provider.ledger.set(key, { kind: 'succeeded', providerChargeId: 'ch_9' })
  const found = await desk.charge({ key, body: { chargeUntil: desk.clock.now } })
  assert.equal(found.status, 201)
  assert.equal(desk.provider.asked.length, 0)
})

test('answers in time, and the charge goes on to its end', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const go = gate()
  desk.provider.beforeCharge = () => go.opened
  const answered = await desk.charge({ key, headers: { 'x-deadline-ms': '230' } })
  assert.equal(answered.status, 202)
  assert.partialDeepStrictEqual(answered.body, { status: 'pending', amountCents: 1_250 })
  assert.equal((await desk.find(key)).body['status'], 'absent')
  let isSettled = false
  const settled = desk.pending.settled().then(() => (isSettled = true))
  await desk.find(key)
  assert.equal(isSettled, false)
  go.open()
  await settled
  const [found, again] = [await desk.find(key), await desk.charge({ key })]
  assert.deepEqual(found.body, again.body)
  assert.equal(again.status, 201)
  assert.equal(found.body['chargeId'], answered.body['chargeId'])
  assert.equal(desk.provider.asked.length, 1)
})

test('begins nothing when too much is under way, and says so', async t => {
  const desk = await openDesk(t)
  const go = gate()
  const many = Array.from({ length: 128 }, () => desk.pending.run(() => go.opened, 60_000))
  const key = randomUUID()
  const refused = await desk.charge({ key })
  assert.equal(refused.status, 503)
  assert.equal(refused.body['code'], 'PROVIDER_UNAVAILABLE')
  assert.equal(refused.headers['x-not-processed'], '1')
  assert.equal((await desk.find(key)).body['code'], 'CHARGE_UNKNOWN')
  go.open()
  await Promise.all(many)
  await desk.pending.settled()
  assert.equal((await desk.charge({ key })).status, 201)
})

test('logs a failure that nobody waits for, and only that', async t => {
  const desk = await openDesk(t)
  const fail = (): Promise<never> => Promise.reject(new Error('broken'))
  desk.provider.beforeCharge = fail
  assert.equal((await desk.charge()).status, 500)
  assert.deepEqual(desk.lateErrors, [])
  const go = gate()
  desk.provider.beforeCharge = () => go.opened.then(fail)
  assert.equal((await desk.charge({ headers: { 'x-deadline-ms': '210' } })).status, 202)
  go.open()
  await until(() => desk.lateErrors.length === 1)
})

test('looks a charge up at the provider until it has ended', async t => {
  const desk = await openDesk(t)
  const key = randomUUID()
  const unknown = await desk.find(key)
  assert.deepEqual([unknown.status, unknown.body['code']], [404, 'CHARGE_UNKNOWN'])
  desk.provider.answers = false
  await desk.charge({ key })
  assert.equal((await desk.find(key)).body['status'], 'pending')
  desk.provider.answers = true
  assert.equal((await desk.find(key)).body['status'], 'succeeded')
  // From here on it is known, whether the provider is there or not.
  desk.provider.answers = false
  assert.equal((await desk.find(key)).body['status'], 'succeeded')
})

test('lets billing charge, and nobody else', async t => {
  const desk = await openDesk(t)
  const [url, key] = ['/charges', randomUUID()]
  for (const caller of ['web', 'cart', 'payment', 'customer']) {
    const refused = await desk.send({ method: 'POST', url, body: {}, key, caller })
    assert.equal(refused.status, 403)
    assert.equal((await desk.send({ url: `${url}/by-key/${key}`, caller })).status, 403)
  }
  const stranger = await desk.app.inject({ method: 'POST', url, body: {} })
  assert.equal(stranger.statusCode, 401)
  const staff = await desk.app.inject({
    url: `${url}/by-key/${key}`,
    headers: desk.runtime.headers({ staff: true })
  })
  assert.equal(staff.statusCode, 403)
})

test('charges what the fullest cart of the dearest products costs', async t => {
  const desk = await openDesk(t)
  const amountCents = 50 * 99 * 10_000_000
  const charged = await desk.charge({ body: { amountCents } })
  assert.deepEqual([charged.status, charged.body['amountCents']], [201, amountCents])
})

test('refuses a charge that is not one', async t => {
  const desk = await openDesk(t)
  const wrong = [
    { amountCents: 0 },
    { amountCents: -1 },
    { amountCents: 0.5 },
    { amountCents: '1250' },
    { amountCents: 49_500_000_001 },
    { amountCents: null },
    { orderId: '' },
    { orderId: 'o'.repeat(65) },
    { cardToken: '' },
    { cardToken: 't'.repeat(65) },
    { cardToken: '4242424242424242' },
    { chargeUntil: -1 },
    { chargeUntil: 'soon' },
    { cardNumber: '4242424242424242' }
  ]
  for (const body of wrong) {
    const refused = await desk.charge({ body })
    assert.equal(refused.body['code'], 'VALIDATION_FAILED', JSON.stringify(body))
  }
  const { key: _key, ...keyless } = { key: 1, method: 'POST' as const, url: '/charges' }
  const body = { orderId: 'o', amountCents: 1, cardToken: 't', chargeUntil: 1 }
  assert.equal((await desk.send({ ...keyless, body })).body['code'], 'IDEMPOTENCY_KEY_MISSING')
  const short = await desk.send({ ...keyless, body, key: 'short' })
  assert.equal(short.body['code'], 'IDEMPOTENCY_KEY_MALFORMED')
  assert.equal(desk.provider.asked.length, 0)
})

test('describes every route in its document', async t => {
  const desk = await openDesk(t)
  const { body } = await desk.send({ url: '/openapi.json' })
  const paths = Object.keys(body['paths'] as object).sort()
  assert.deepEqual(paths, ['/card-tokens', '/charges', '/charges/by-key/{key}'])
})
