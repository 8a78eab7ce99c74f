import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { isDomainError } from '@microzon/shared/errors'
import { createTestRuntime } from '@microzon/shared/testing'
import { createProviderApi, type OpenProvider } from '../src/clients/provider-api.ts'
import { createWire } from '../src/clients/provider-wire.ts'
import type { ChargeOrder } from '../src/domain/charge.ts'
import { until } from './fixtures.ts'
import { hang, inTurn, json, openPeer, reset, type Answer, type Peer } from './peer.ts'

const order: ChargeOrder = {
  id: 'charge-1',
  key: '0123456789abcdef',
  orderId: 'order-1',
  amountCents: 1_250,
  cardToken: 'tok_1'
}
const charge = { id: 'ch_1', status: 'succeeded', amountCents: 1_250, reference: 'order-1' }
const settled = { kind: 'settled', outcome: { kind: 'succeeded', providerChargeId: 'ch_1' } }
const unknown = { kind: 'unknown' }
const card = { number: '4242424242424242', expiry: '12/30', cvc: '123' }
const apiKey = 'a key of the tests only'
const soon = 1_000

function open(t: TestContext, url: string, clock = (): number => 0): OpenProvider {
  const { tracer } = createTestRuntime('payment')
  const limits = { chargeMs: 250, askMs: 150 }
  const api = createProviderApi({ url, apiKey, tracer, clock, limits })
  t.after(() => api.close())
  return api
}

async function openBoth(
  t: TestContext,
  answer: Answer
): Promise<{ readonly api: OpenProvider; readonly peer: Peer }> {
  const peer = await openPeer(t, answer)
  return { peer, api: open(t, peer.url) }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (isDomainError(error) ? error.code : String(error))
  )
}

test('charges with its key, the order and the sum, and says who it is', async t => {
  const { api, peer } = await openBoth(t, json(201, charge))
  assert.deepEqual(await api.charge(order, soon), settled)
  const [heard] = peer.heard
  assert.equal(`${heard?.method} ${heard?.path}`, 'POST /v1/charges')
  assert.equal(heard?.headers.authorization, `Bearer ${apiKey}`)
  assert.equal(heard?.headers['idempotency-key'], order.key)
  assert.match(String(heard?.headers['x-b3-traceid']), /^[0-9a-f]{32}$/)
  assert.deepEqual(JSON.parse(heard?.body ?? ''), {
    token: 'tok_1',
    amountCents: 1_250,
    reference: 'order-1',
    expiresAt: soon
  })
})

test('reads every end of a charge', async t => {
  const ends = [
    [{ status: 'declined', reason: 'declined' }, 'declined'],
    [{ status: 'declined', reason: 'insufficient-funds' }, 'insufficient-funds'],
    [{ status: 'declined', reason: 'a new reason' }, 'declined'],
    [{ status: 'declined' }, 'declined'],
    [{ status: 'failed' }, 'provider-error']
  ] as const
  const { api } = await openBoth(
    t,
    inTurn(...ends.map(([end]) => json(201, { ...charge, ...end })))
  )
  for (const [, reason] of ends) {
    const told = await api.charge(order, soon)
    assert.deepEqual(told, { kind: 'settled', outcome: { kind: 'refused', reason } })
  }
})

test('a charge that is still at work, or of another sum or order, tells nothing', async t => {
  const odd = [
    { status: 'processing' },
    { status: 'refunded' },
    { amountCents: 1 },
    { amountCents: '1250' },
    { reference: 'order-2' },
    { reference: undefined },
    { id: '' }
  ]
  const answers = odd.map(change => json(201, { ...charge, ...change }))
  const { api } = await openBoth(t, inTurn(...answers))
  for (const change of odd) {
    assert.deepEqual(await api.charge(order, soon), unknown, JSON.stringify(change))
  }
})

test('a token that is not good refuses the charge for good', async t => {
  const { api } = await openBoth(
    t,
    inTurn(json(404, { code: 'CARD_TOKEN_UNKNOWN' }), json(409, { code: 'CARD_TOKEN_USED' }))
  )
  const refused = { kind: 'settled', outcome: { kind: 'refused', reason: 'provider-error' } }
  assert.deepEqual(await api.charge(order, soon), refused)
  assert.deepEqual(await api.charge(order, soon), refused)
})

test('any other refusal says nothing about the charge', async t => {
  const answers = [
    json(400, { code: 'VALIDATION_FAILED' }),
    json(401, { code: 'API_KEY_WRONG' }),
    json(404, { code: 'NOT_FOUND' }),
    json(404, 'CARD_TOKEN_UNKNOWN'),
    json(409, { code: 'IDEMPOTENCY_IN_FLIGHT' }),
    json(422, { code: 'CHARGE_MISMATCH' }),
    json(429, {}),
    json(200, charge),
    json(302, charge)
  ]
  const { api } = await openBoth(t, inTurn(...answers))
  for (const _ of answers) assert.deepEqual(await api.charge(order, soon), unknown)
})

test('after a fault of the provider the charge is asked for by key', async t => {
  const failed = { ...charge, status: 'failed' }
  const { api, peer } = await openBoth(
    t,
    inTurn(json(502, { code: 'PROVIDER_FAILED' }), json(200, failed), json(500, {}), hang)
  )
  const refused = { kind: 'settled', outcome: { kind: 'refused', reason: 'provider-error' } }
  assert.deepEqual(await api.charge(order, soon), refused)
  assert.equal(peer.heard[1]?.path, `/v1/charges/by-key/${order.key}`)
  assert.deepEqual(await api.charge(order, soon), unknown)
})

test('whatever is no answer tells nothing: hanging, reset, garbage, half, huge, slow', async t => {
  const raw =
    (body: string, type = 'application/json'): Answer =>
    (_heard, response) =>
      void response.writeHead(201, { 'content-type': type }).end(body)
  const answers: readonly Answer[] = [
    hang,
    reset,
    raw('<html>'),
    raw(''),
    raw('null'),
    raw('{"id":'),
    raw(`{"id":"${'x'.repeat(200_000)}"}`),
    (_heard, response) => void response.writeHead(201, { 'content-length': '500' }).write('{'),
    (_heard, response) => {
      response.writeHead(201).write('{"id"')
      response.socket?.resetAndDestroy()
    },
    (_heard, response) => {
      response.writeHead(201)
      const drip = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(drip))
    },
    (_heard, response) => void response.socket?.end('not http at all\r\n\r\n')
  ]
  const { api, peer } = await openBoth(t, inTurn(...answers))
  for (const _ of answers) assert.deepEqual(await api.charge(order, soon), unknown)
  assert.equal(peer.heard.length, answers.length)
})

test('gives up within its limit and closes the connection', async t => {
  const { api, peer } = await openBoth(t, hang)
  const startedAt = performance.now()
  assert.deepEqual(await api.charge(order, soon), unknown)
  assert.ok(performance.now() - startedAt < 2_000)
  let left = 1
  await until(() => {
    void peer.connections().then(count => (left = count))
    return left === 0
  })
})

test('sends no charge after its time', async t => {
  let now = 999
  const peer = await openPeer(t, json(201, charge))
  const api = open(t, peer.url, () => now)
  assert.deepEqual(await api.charge(order, soon), settled)
  now = 1_000
  assert.deepEqual(await api.charge(order, soon), unknown)
  assert.equal(peer.heard.length, 1)
  // Looking it up is never too late.
  await api.findCharge(order)
  assert.equal(peer.heard.length, 2)
})

test('a charge that the provider found too late is not known to have been made', async t => {
  const { api } = await openBoth(t, json(409, { code: 'CHARGE_EXPIRED' }))
  assert.deepEqual(await api.charge(order, soon), unknown)
})

test('a provider that is not there is no answer, and no error', async t => {
  const peer = await openPeer(t, hang)
  const { port } = new URL(peer.url)
  // Nobody listens on port 1 of loopback.
  for (const url of ['http://127.0.0.1:1', `http://localhost:${port}`]) {
    const api = open(t, url)
    assert.deepEqual(await api.charge(order, soon), unknown)
    assert.deepEqual(await api.findCharge(order), unknown)
    assert.equal(await codeOf(api.tokenise(card)), 'PROVIDER_UNAVAILABLE')
  }
})

test('only the provider itself says that a charge is absent', async t => {
  const answers = [
    json(404, { code: 'CHARGE_UNKNOWN', title: 'no charge has this key' }),
    json(404, { code: 'NOT_FOUND' }),
    json(404, {}),
    json(410, { code: 'CHARGE_UNKNOWN' }),
    json(200, charge)
  ]
  const { api } = await openBoth(t, inTurn(...answers))
  const told = []
  for (const _ of answers) told.push((await api.findCharge(order)).kind)
  assert.deepEqual(told, ['absent', 'unknown', 'unknown', 'unknown', 'settled'])
})

test('takes tokens, and refusals of cards in words of its own', async t => {
  const token = { token: 'tok_1', brand: 'visa', last4: '4242' }
  const { api, peer } = await openBoth(
    t,
    inTurn(
      json(201, token),
      json(422, { code: 'CARD_NOT_OF_THE_SIMULATOR', title: 'x' }),
      json(422, { code: 'CARD_INVALID', title: `bad card ${card.number}` }),
      json(400, { code: 'VALIDATION_FAILED' })
    )
  )
  const made = await api.tokenise(card)
  assert.deepEqual(made, { cardToken: 'tok_1', brand: 'visa', last4: '4242' })
  assert.deepEqual(JSON.parse(peer.heard[0]?.body ?? ''), card)
  assert.equal(await codeOf(api.tokenise(card)), 'CARD_NOT_OF_THE_SIMULATOR')
  await assert.rejects(
    api.tokenise(card),
    (error: Error) => isDomainError(error) && !error.message.includes('4242')
  )
  assert.equal(await codeOf(api.tokenise(card)), 'CARD_INVALID')
})

test('takes no token that could be a card number, and no odd answer', async t => {
  const odd = [
    { token: card.number },
    { token: '' },
    { token: 't'.repeat(65) },
    { last4: card.number },
    { brand: card.number },
    { brand: undefined }
  ]
  const token = { token: 'tok_1', brand: 'visa', last4: '4242' }
  const answers = [
    ...odd.map(change => json(201, { ...token, ...change })),
    json(200, token),
    reset
  ]
  const { api } = await openBoth(t, inTurn(...answers))
  for (const _ of answers) {
    assert.equal(await codeOf(api.tokenise(card)), 'PROVIDER_UNAVAILABLE')
  }
})

test('never queues: what has no connection is not sent', async t => {
  const waiting: (() => void)[] = []
  const peer = await openPeer(t, (heard, response) =>
    waiting.push(() => json(200, { path: heard.path })(heard, response))
  )
  const wire = createWire(`${peer.url}/base`, 2)
  const ask = () =>
    wire.ask({
      ...{ method: 'GET', path: '/x', headers: {}, body: undefined, limitMs: 5_000 },
      mayBeSent: () => true
    })
  const both = [ask(), ask()]
  assert.equal(await ask(), undefined)
  await until(() => waiting.length === 2)
  for (const answer of waiting.splice(0)) answer()
  assert.deepEqual(await Promise.all(both), [
    { status: 200, body: { path: '/base/x' } },
    { status: 200, body: { path: '/base/x' } }
  ])
  // The connections are free again.
  const third = ask()
  await until(() => waiting.length === 1)
  waiting.pop()?.()
  assert.equal((await third)?.status, 200)
  assert.equal(peer.heard.length, 3)
  await wire.close()
})
