import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OnMistake, Refusal, ServiceClient } from '@microzon/shared/client'
import { isIdempotencyKey } from '@microzon/shared/idempotency'
import { runInContext } from '@microzon/shared/telemetry'
import { createCartClient } from '../src/clients/cart.ts'
import { createPaymentClient } from '../src/clients/payment.ts'
import { createCatalogClient } from '../src/clients/product.ts'
import { lines, now, received, totalCents } from './orders.ts'
import {
  garbage,
  hang,
  inTurn,
  json,
  openClient,
  openPeer,
  problem,
  reset,
  type Answer
} from './peer.ts'

const order = received({ id: 'order-0123456789', lines })
const until = now + 45_000
const done = { kind: 'done' }
const later = { kind: 'later' }
const unknown = { kind: 'unknown' }
const charge = { chargeId: 'c', orderId: order.id, amountCents: totalCents, status: 'succeeded' }
const snapshot = {
  items: lines.map(({ productId, option: productOption, amount, name }) => {
    return { productId, productOption, amount, name }
  })
}

/** Refusals of the call itself, which are mistakes of ours. */
const mistakes = [
  { status: 400, code: 'VALIDATION_FAILED' },
  { status: 401, code: 'UNAUTHENTICATED_CALLER' },
  { status: 403, code: 'CALLER_NOT_ALLOWED' },
  { status: 404, code: 'NOT_FOUND' },
  { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' }
]

/** What may pass by itself. */
const passing: readonly Answer[] = [json(500, {}), json(409, 'not a problem')]

/** Faults between services, after which nothing is known. */
const refusals: readonly Answer[] = [
  ...passing,
  ...mistakes.map(({ status, code }) => problem(status, code))
]

/** The same where the answer is read. */
const faults: readonly Answer[] = [garbage, ...refusals]

const ignore = (): void => undefined

/** Within a request that has little time left, so that repeats end soon. */
function briefly<T>(work: () => Promise<T>, ms = 150): Promise<T> {
  const deadlineAt = Date.now() + ms
  return runInContext({ correlationId: 'c', deadlineAt, customerToken: 'a token' }, work)
}

test('freezes the cart for its order, version and customer', async t => {
  const { client, heard } = await openPeer(t, json(200, snapshot))
  const frozen = await createCartClient(client, ignore).freeze(order)
  assert.deepEqual(frozen, {
    kind: 'frozen',
    lines: lines.map(line => ({ ...line, unitPriceCents: undefined }))
  })
  assert.equal(`${heard[0]?.method} ${heard[0]?.path}`, 'POST /carts/cart-1/freeze')
  assert.deepEqual(heard[0]?.body, {
    ...{ checkoutId: order.id, expectedVersion: 3, customerId: 'ada' }
  })
  assert.ok(isIdempotencyKey(heard[0]?.headers['idempotency-key']))
})

test('reads what cannot be bought as a cart that has changed, and nothing else', async t => {
  const codes = ['CART_CHANGED', 'CART_CLOSED', 'CART_EMPTY', 'CART_FROZEN']
  const changed = [...codes.map(code => problem(409, code)), problem(404, 'CART_UNKNOWN')]
  const odd = [{ items: [] }, { items: [{ ...snapshot.items[0], amount: 0 }] }, { items: 'all' }]
  const { client } = await openPeer(
    t,
    inTurn(...changed, ...faults, ...odd.map(body => json(200, body)))
  )
  const cart = createCartClient(client, ignore)
  for (const _ of changed) {
    assert.deepEqual(await cart.freeze(order), { kind: 'refused', reason: 'cart-changed' })
  }
  for (const _ of [...faults, ...odd]) assert.deepEqual(await cart.freeze(order), later)
})

test('ends a checkout either way, also of a cart that is gone', async t => {
  const { client, heard } = await openPeer(
    t,
    inTurn(json(204), json(204), problem(404, 'CART_UNKNOWN'), ...refusals)
  )
  const cart = createCartClient(client, ignore)
  const odd = received({ id: 'order/../1', cartId: 'a b?c' })
  assert.deepEqual(await cart.release(order), done)
  assert.deepEqual(await cart.close(odd), done)
  assert.deepEqual(await cart.close(order), done)
  for (const _ of refusals) assert.deepEqual(await cart.release(order), later)
  assert.equal(heard[0]?.path, `/carts/cart-1/freeze/${order.id}?outcome=released`)
  assert.equal(heard[1]?.path, '/carts/a%20b%3Fc/freeze/order%2F..%2F1?outcome=ordered')
})

test('prices each line by its product and option, in one call', async t => {
  const products = [
    { id: 'tea', options: [{ name: '100 g', priceInCent: 450 }] },
    {
      id: 'book',
      options: [
        { name: 'Paperback', priceInCent: 1_200 },
        { name: 'X', priceInCent: 1 }
      ]
    }
  ]
  const { client, heard } = await openPeer(t, json(200, { products }))
  const catalog = createCatalogClient(client, ignore)
  const unpriced = lines.map(line => ({ ...line, unitPriceCents: 1 }))
  assert.deepEqual(await catalog.price(unpriced), { kind: 'priced', lines })
  assert.equal(heard[0]?.path, '/products?ids=tea%2Cbook')
  const [first] = lines
  assert.ok(first)
  const strange = ['constructor', '__proto__', 'toString'].map(productId => ({
    ...first,
    productId
  }))
  const gone = [...strange, { ...first, option: '1 kg' }, { ...first, productId: 'X' }]
  const priced = await catalog.price(gone)
  assert.ok(priced.kind === 'priced')
  assert.deepEqual(
    priced.lines.map(({ unitPriceCents }) => unitPriceCents),
    gone.map(() => undefined)
  )
})

test('takes no impossible price', async t => {
  const odd = [-1, 0.5, 1e9, '450', null, undefined]
  const answers = odd.map(priceInCent =>
    json(200, { products: [{ id: 'tea', options: [{ name: '100 g', priceInCent }] }] })
  )
  const { client } = await openPeer(t, inTurn(...answers, ...faults))
  const catalog = createCatalogClient(client, ignore)
  for (const _ of [...answers, ...faults]) assert.deepEqual(await catalog.price(lines), later)
})

test('sets stock aside, keeps it and gives it back', async t => {
  const { client, heard } = await openPeer(
    t,
    inTurn(json(201, {}), json(200, {}), json(204), problem(409, 'OUT_OF_STOCK'))
  )
  const catalog = createCatalogClient(client, ignore)
  assert.deepEqual(await catalog.reserve(order), done)
  assert.deepEqual(await catalog.confirm(order), done)
  assert.deepEqual(await catalog.release(order), done)
  assert.deepEqual(
    heard.map(({ method, path }) => `${method} ${path}`),
    [
      'POST /reservations',
      `POST /reservations/${order.id}/confirm`,
      `DELETE /reservations/${order.id}`
    ]
  )
  assert.deepEqual(heard[0]?.body, {
    orderId: order.id,
    lines: lines.map(({ productId, option, amount }) => ({ productId, option, amount }))
  })
  assert.deepEqual(await catalog.reserve(order), { kind: 'refused', reason: 'out-of-stock' })
})

test('waits for stock that a paid order lacks, and for any fault', async t => {
  const { client } = await openPeer(t, problem(409, 'OUT_OF_STOCK'))
  assert.deepEqual(await createCatalogClient(client, ignore).confirm(order), later)
  for (const fault of refusals) {
    const catalog = createCatalogClient((await openPeer(t, fault)).client, ignore)
    for (const ask of [catalog.reserve, catalog.confirm, catalog.release]) {
      assert.deepEqual(await ask(order), later)
    }
  }
  const forgotten = await openPeer(t, problem(404, 'RESERVATION_NOT_FOUND'))
  assert.deepEqual(await createCatalogClient(forgotten.client, ignore).confirm(order), done)
  const confirmed = await openPeer(t, problem(409, 'RESERVATION_CONFIRMED'))
  assert.deepEqual(await createCatalogClient(confirmed.client, ignore).release(order), later)
})

test('charges the sum of the order under a key of its own', async t => {
  const { client, heard } = await openPeer(t, json(201, charge))
  const payment = createPaymentClient(client, ignore)
  assert.deepEqual(await payment.charge(order, until), { kind: 'charged' })
  await payment.charge(order, until)
  await payment.charge(received({ ...order, id: 'order-2', key: order.key }), until).catch(() => 0)
  await payment.find(order)
  assert.deepEqual(heard[0]?.body, {
    ...{ orderId: order.id, amountCents: totalCents, cardToken: 'tok_secret', chargeUntil: until }
  })
  const keys = heard.slice(0, 3).map(({ headers }) => headers['idempotency-key'])
  assert.ok(isIdempotencyKey(keys[0]))
  assert.equal(keys[1], keys[0])
  assert.notEqual(keys[2], keys[0])
  assert.equal(heard[3]?.path, `/charges/by-key/${keys[0]}`)
})

test('reads every answer about a charge', async t => {
  const refusal = (reason: unknown) => problem(402, 'CHARGE_REFUSED', { reason })
  const { client } = await openPeer(
    t,
    inTurn(
      ...['declined', 'insufficient-funds', 'provider-error', 'new', undefined].map(refusal),
      json(202, { ...charge, status: 'pending' })
    )
  )
  const payment = createPaymentClient(client, ignore)
  const reasons = ['declined', 'insufficient-funds', ...Array(3).fill('provider-error')]
  for (const reason of reasons) {
    assert.deepEqual(await payment.charge(order, until), { kind: 'refused', reason })
  }
  assert.deepEqual(await payment.charge(order, until), unknown)
  const found = await openPeer(
    t,
    inTurn(
      json(200, charge),
      json(200, { ...charge, status: 'refused', reason: 'declined' }),
      json(200, { ...charge, status: 'pending' }),
      json(200, { ...charge, status: 'absent' }),
      problem(404, 'CHARGE_UNKNOWN'),
      ...faults
    )
  )
  const told = []
  const finder = createPaymentClient(found.client, ignore)
  for (let index = 0; index < 5 + faults.length; index++) told.push((await finder.find(order)).kind)
  const known = ['charged', 'refused', 'unknown', 'absent', 'absent']
  assert.deepEqual(told, [...known, ...faults.map(() => 'unknown')])
})

test('a charge of another sum or order is never taken for ours', async t => {
  const odd = [{ amountCents: 1 }, { orderId: 'another' }]
  const answers = odd.flatMap(change => [json(201, { ...charge, ...change })])
  const { client } = await openPeer(t, inTurn(...answers, ...answers))
  const payment = createPaymentClient(client, ignore)
  for (const _ of odd) await assert.rejects(payment.charge(order, until), RangeError)
  for (const _ of odd) await assert.rejects(payment.find(order), RangeError)
})

test('what was sent and not answered may have been charged', async t => {
  const inFlight = problem(409, 'IDEMPOTENCY_IN_FLIGHT')
  for (const answer of [...faults, hang, reset, json(503, {}), inFlight]) {
    const { client, heard } = await openPeer(t, answer)
    const charged = await briefly(() => createPaymentClient(client, ignore).charge(order, until))
    assert.deepEqual(charged, unknown)
    const keys = new Set(heard.map(({ headers }) => headers['idempotency-key']))
    assert.equal(keys.size, 1)
  }
})

test('knows for certain when payment was not asked', async t => {
  const refuse: Answer = (_heard, response) =>
    void response.writeHead(503, { 'x-not-processed': '1' }).end('{}')
  const chargeAt = async (client: ServiceClient) =>
    createPaymentClient(client, ignore).charge(order, until)
  assert.deepEqual(await chargeAt(openClient(t)), { kind: 'not-sent' })
  // Nobody listens on port 1 of loopback.
  assert.deepEqual(await chargeAt(openClient(t, 1)), { kind: 'not-sent' })
  assert.deepEqual(await chargeAt((await openPeer(t, refuse)).client), { kind: 'not-sent' })
  // One that was not refused may have been executed, whatever became of those after it.
  const once = await openPeer(t, inTurn(reset, refuse))
  assert.deepEqual(await chargeAt(once.client), unknown)
  assert.ok(once.heard.length > 1)
})

test('our own lack of time says nothing about payment', async t => {
  const { client, heard } = await openPeer(t, json(201, charge))
  const charged = await briefly(() => createPaymentClient(client, ignore).charge(order, until), -1)
  assert.deepEqual(charged, unknown)
  assert.equal(heard.length, 0)
})

const asks: Readonly<Record<string, (client: ServiceClient, onMistake: OnMistake) => unknown>> = {
  freeze: (client, onMistake) => createCartClient(client, onMistake).freeze(order),
  close: (client, onMistake) => createCartClient(client, onMistake).close(order),
  price: (client, onMistake) => createCatalogClient(client, onMistake).price(lines),
  reserve: (client, onMistake) => createCatalogClient(client, onMistake).reserve(order),
  confirm: (client, onMistake) => createCatalogClient(client, onMistake).confirm(order),
  release: (client, onMistake) => createCatalogClient(client, onMistake).release(order),
  charge: (client, onMistake) => createPaymentClient(client, onMistake).charge(order, until),
  find: (client, onMistake) => createPaymentClient(client, onMistake).find(order)
}

for (const [what, ask] of Object.entries(asks)) {
  test(`${what}: a refused call is told as our mistake, an outage and a conflict are not`, async t => {
    const answers = [...mistakes.map(({ status, code }) => problem(status, code)), ...passing]
    const { client } = await openPeer(t, inTurn(...answers))
    const told: Pick<Refusal, 'status' | 'code'>[] = []
    const onMistake = ({ status, code }: Refusal): void => void told.push({ status, code })
    for (const _ of answers) await ask(client, onMistake)
    assert.deepEqual(told, mistakes)
  })
}
