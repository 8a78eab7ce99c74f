import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { currentContext } from '@microzon/shared/telemetry'
import { orderIdOf } from '../src/domain/place-order.ts'
import { gate, openOffice } from './fixtures.ts'
import { address, lines, now, totalCents } from './orders.ts'

const dayMs = 24 * 60 * 60_000

// O12: the original answered as if there were an order, and made none.
test('places an order and tells all of it', async t => {
  const { place, shop } = await openOffice(t)
  const placed = await place()
  assert.equal(placed.status, 201)
  assert.equal(placed.headers['location'], `/orders/${String(placed.body['id'])}`)
  assert.partialDeepStrictEqual(placed.body, { state: 'CONFIRMED', totalCents, address })
  assert.deepEqual(
    placed.body['lines'],
    lines.map(line => ({ ...line, totalCents: line.unitPriceCents * line.amount }))
  )
  const steps = placed.body['steps'] as readonly { readonly state: string; readonly at: number }[]
  assert.deepEqual(
    steps.map(({ state }) => state),
    ['RECEIVED', 'FROZEN', 'PRICED', 'RESERVED', 'CHARGING', 'CHARGED', 'CONFIRMED']
  )
  assert.equal(steps[0]?.at, now)
  assert.equal(placed.body['reason'], undefined)
  assert.deepEqual(shop.asked.slice(0, 4), ['freeze', 'price', 'reserve', 'charge'])
})

test('answers a purchase that came to nothing with its reason, and the cart is free again', async t => {
  const cases = [
    ['declined', 402, 'PAYMENT_DECLINED'],
    ['insufficient-funds', 402, 'PAYMENT_DECLINED'],
    ['provider-error', 402, 'PAYMENT_FAILED'],
    ['out-of-stock', 409, 'OUT_OF_STOCK'],
    ['cart-changed', 409, 'CART_CHANGED']
  ] as const
  for (const [reason, status, code] of cases) {
    const { place, send, shop } = await openOffice(t)
    const refuse = async () => ({ kind: 'refused', reason }) as const
    if (status === 402) shop.payment.charge = refuse
    else if (reason === 'cart-changed') shop.cart.freeze = refuse
    else shop.catalog.reserve = refuse
    const placed = await place()
    assert.equal(placed.status, status)
    assert.match(String(placed.headers['content-type']), /problem\+json/)
    const details = placed.body['details'] as Readonly<Record<string, unknown>>
    assert.partialDeepStrictEqual(placed.body, { code, status, details: { reason, totalCents } })
    // The end, and not only the decision: the next form is for a cart that can be bought.
    const found = await send({ url: `/orders/${String(details['orderId'])}`, customerId: 'ada' })
    assert.equal(found.body['state'], 'CANCELLED')
    assert.deepEqual(shop.asked.slice(-2).toSorted(), ['release', 'thaw'])
  }
})

test('tells the sum of today when a price has changed, and charges nothing', async t => {
  const { place, shop } = await openOffice(t)
  const placed = await place({ body: { shownTotalCents: totalCents - 1 } })
  assert.equal(placed.status, 409)
  assert.partialDeepStrictEqual(placed.body, {
    code: 'PRICE_CHANGED',
    details: { reason: 'price-changed', totalCents }
  })
  assert.deepEqual(shop.charges, [])
})

test('says at once that nothing was charged when payment was surely not asked', async t => {
  const { place, shop } = await openOffice(t)
  shop.payment.charge = async () => ({ kind: 'not-sent' })
  const placed = await place()
  assert.equal(placed.status, 409)
  assert.partialDeepStrictEqual(placed.body, { code: 'ORDER_ABANDONED' })
})

test('never says so when a charge may have been sent', async t => {
  const { place, shop } = await openOffice(t)
  shop.payment.charge = async () => ({ kind: 'unknown' })
  shop.payment.find = async () => ({ kind: 'unknown' })
  const placed = await place()
  assert.equal(placed.status, 202)
  assert.equal(placed.body['state'], 'CHARGE_UNKNOWN')
  assert.equal(placed.headers['location'], `/orders/${String(placed.body['id'])}`)
})

test('an order that still holds the cart is followed, whatever was decided', async t => {
  const { place, shop } = await openOffice(t)
  shop.payment.charge = async () => ({ kind: 'refused', reason: 'declined' })
  shop.cart.release = async () => ({ kind: 'later' })
  const placed = await place()
  assert.equal(placed.status, 202)
  assert.partialDeepStrictEqual(placed.body, { state: 'COMPENSATING', reason: 'declined' })
})

test('answers in time with what is known, and the rest is due at once', async t => {
  const { place, shop, clock, store } = await openOffice(t)
  const { reserve } = shop.catalog
  shop.catalog.reserve = order => {
    clock.now += 800
    return reserve(order)
  }
  const placed = await place({ headers: { 'x-deadline-ms': '1000' } })
  assert.equal(placed.status, 202)
  assert.equal(placed.body['state'], 'RESERVED')
  const due = await store.orders.takeDue(clock.now, { limit: 10, until: clock.now + 1 })
  assert.deepEqual(
    due.map(({ order }) => order.id),
    [placed.body['id']]
  )
})

test('takes an order even when there is no time to begin it', async t => {
  const { place, shop } = await openOffice(t)
  const placed = await place({ headers: { 'x-deadline-ms': '249' } })
  assert.deepEqual([placed.status, placed.body['state']], [202, 'RECEIVED'])
  assert.deepEqual(shop.asked, [])
})

test('gives the steps the time that the caller has, less that of the answer', async t => {
  const { place, shop } = await openOffice(t)
  const contexts: ReturnType<typeof currentContext>[] = []
  const { price } = shop.catalog
  shop.catalog.price = given => {
    contexts.push(currentContext())
    return price(given)
  }
  const placed = await place({ headers: { 'x-deadline-ms': '3000' } })
  await place()
  assert.equal(contexts[0]?.deadlineAt, now + 2_750)
  assert.equal(contexts[1]?.deadlineAt, now + 3_750)
  assert.equal(contexts[0]?.correlationId, placed.headers['x-correlation-id'])
  // Keys mean the same in the request and in the background: billing acts in its own name.
  assert.equal(contexts[0]?.customerToken, undefined)
})

test('a repeat gets the first answer, whatever it was and has become', async t => {
  const { place, shop, store, clock } = await openOffice(t)
  const decline = async () => ({ kind: 'refused', reason: 'declined' }) as const
  const doubt = async () => ({ kind: 'unknown' }) as const
  const { charge, find } = shop.payment
  for (const [charging, status] of [
    [charge, 201],
    [decline, 402],
    [doubt, 202]
  ] as const) {
    shop.payment.charge = charging
    shop.payment.find = charging === doubt ? doubt : find
    const key = randomUUID()
    const first = await place({ key })
    assert.equal(first.status, status)
    const asked = shop.asked.length
    await store.reap()
    clock.now += 60_000
    // A form that is sent again brings another token.
    const again = await place({ key, body: { cardToken: 'tok_other' } })
    assert.equal(again.headers['idempotency-replayed'], 'true')
    assert.equal(again.headers['location'], first.headers['location'])
    assert.deepEqual([again.status, again.body], [status, first.body])
    assert.equal(shop.asked.length, asked)
  }
})

test('a double click is one order', async t => {
  const { place, shop, send } = await openOffice(t)
  const [freezing, go] = [gate(), gate()]
  const { freeze } = shop.cart
  shop.cart.freeze = async order => {
    freezing.open()
    await go.opened
    return freeze(order)
  }
  const key = randomUUID()
  const first = place({ key })
  await freezing.opened
  const second = await place({ key })
  assert.equal(second.status, 409)
  assert.equal(second.body['code'], 'IDEMPOTENCY_IN_FLIGHT')
  assert.equal(second.headers['retry-after'], '1')
  // Until then its page can be found.
  const found = await send({ url: `/orders/by-key/${key}`, customerId: 'ada' })
  assert.equal(found.body['state'], 'RECEIVED')
  go.open()
  const placed = await first
  assert.equal(placed.status, 201)
  assert.equal(placed.body['id'], found.body['id'])
  assert.deepEqual((await place({ key })).body, placed.body)
  assert.equal(shop.charges.length, 1)
  const list = await send({ url: '/orders?customerId=ada', customerId: 'ada' })
  assert.equal((list.body['orders'] as unknown[]).length, 1)
})

test('goes on with an order whose first request fell silent, and both give one answer', async t => {
  const { place, shop, clock } = await openOffice(t)
  const [freezing, go] = [gate(), gate()]
  const { freeze } = shop.cart
  shop.cart.freeze = async order => {
    freezing.open()
    await go.opened
    return freeze(order)
  }
  const key = randomUUID()
  const silent = place({ key, headers: { 'x-deadline-ms': '60000' } })
  await freezing.opened
  shop.cart.freeze = freeze
  clock.now += 30_001
  const second = await place({ key })
  assert.deepEqual([second.status, second.headers['idempotency-replayed']], [201, undefined])
  go.open()
  const first = await silent
  assert.equal(first.headers['idempotency-replayed'], 'true')
  assert.deepEqual(first.body, second.body)
  assert.equal(shop.charges.length, 1)
})

test('refuses another purchase under the same key', async t => {
  const { place } = await openOffice(t)
  const key = randomUUID()
  await place({ key })
  const others = [
    { cartId: 'cart-2' },
    { cartVersion: 4 },
    { shownTotalCents: totalCents + 1 },
    { address: { ...address, street: 'Elsewhere 1' } }
  ]
  for (const body of others) {
    const refused = await place({ key, body })
    assert.equal(refused.status, 422)
    assert.equal(refused.body['code'], 'IDEMPOTENCY_KEY_REUSED')
  }
})

test('finds the same order again when the request is forgotten', async t => {
  const { place, store, shop, clock } = await openOffice(t)
  const key = randomUUID()
  const first = await place({ key })
  clock.now += dayMs + 1
  await store.reap()
  const again = await place({ key })
  assert.equal(again.headers['idempotency-replayed'], undefined)
  assert.deepEqual([again.status, again.body], [201, first.body])
  assert.equal(shop.charges.length, 1)
})

test('the key of one customer is none of another', async t => {
  const { place, send, shop } = await openOffice(t)
  const key = randomUUID()
  const hers = await place({ key })
  const his = await place({ key, customerId: 'charles' })
  assert.notEqual(hers.body['id'], his.body['id'])
  assert.equal(shop.charges.length, 2)
  const found = await send({ url: `/orders/by-key/${key}`, customerId: 'charles' })
  assert.equal(found.body['id'], his.body['id'])
  assert.equal(orderIdOf('ada', key), hers.body['id'])
})

test('needs a customer, a key and the web', async t => {
  const { place, send, shop } = await openOffice(t)
  const body = { cartId: 'c', cartVersion: 1, shownTotalCents: 1, cardToken: 't', address }
  const post = { method: 'POST', url: '/orders', body } as const
  const key = randomUUID()
  const customerId = 'ada'
  assert.equal((await send({ ...post, key })).body['code'], 'CUSTOMER_REQUIRED')
  assert.equal((await send({ ...post, customerId })).body['code'], 'IDEMPOTENCY_KEY_MISSING')
  for (const bad of ['short', 'x'.repeat(65), 'with a space in it', 'dots.0123456789.a']) {
    const refused = await place({ key: bad })
    assert.equal(refused.body['code'], 'IDEMPOTENCY_KEY_MALFORMED', bad)
  }
  for (const caller of ['cart', 'payment', 'product']) {
    assert.equal((await send({ ...post, key, customerId, caller })).status, 403)
  }
  const forged = { 'x-customer-token': 'ada' }
  assert.equal((await send({ ...post, key, headers: forged })).status, 401)
  assert.deepEqual(shop.asked, [])
})

test('takes the fullest cart of the dearest products', async t => {
  const { place } = await openOffice(t)
  const asked = await place({ body: { shownTotalCents: 50 * 99 * 10_000_000 } })
  // Of the price alone: the cart of this test is a smaller one.
  assert.deepEqual([asked.status, asked.body['code']], [409, 'PRICE_CHANGED'])
})

test('refuses what is no purchase', async t => {
  const { place, shop } = await openOffice(t)
  const wrong = [
    { cartId: '' },
    { cartId: 'c'.repeat(65) },
    { cartVersion: 0 },
    { cartVersion: '3' },
    { cartVersion: 3e9 },
    { shownTotalCents: 0 },
    { shownTotalCents: -5 },
    { shownTotalCents: 10.5 },
    { shownTotalCents: 49_500_000_001 },
    { cardToken: '' },
    { cardToken: null },
    { cardToken: '4242424242424242' },
    { cardToken: 't'.repeat(65) },
    { address: { ...address, country: 'England' } },
    { address: { ...address, country: 'gb' } },
    { address: { ...address, name: '' } },
    { address: { ...address, name: 'n'.repeat(101) } },
    { address: { ...address, planet: 'Earth' } },
    { address: undefined },
    { totalCents: 1 },
    { customerId: 'charles' }
  ]
  for (const body of wrong) {
    const refused = await place({ body })
    assert.equal(refused.body['code'], 'VALIDATION_FAILED', JSON.stringify(body))
  }
  assert.deepEqual(shop.asked, [])
})

test('the token of a card is in no answer and no log line', async t => {
  const { place, send, shop, runtime } = await openOffice(t)
  const answers = [await place()]
  shop.payment.charge = async () => ({ kind: 'refused', reason: 'declined' })
  answers.push(await place(), await place({ body: { cardToken: 5 } }))
  shop.cart.freeze = () => Promise.reject(new Error('broken'))
  const broken = await place()
  assert.deepEqual([broken.status, broken.body['code']], [500, 'INTERNAL'])
  answers.push(broken)
  const id = String(answers[0]?.body['id'])
  answers.push(await send({ url: `/orders/${id}`, customerId: 'ada' }))
  answers.push(await send({ url: '/orders?customerId=ada', customerId: 'ada' }))
  const logged = JSON.stringify(runtime.logLines())
  assert.match(logged, /broken/)
  for (const { text } of answers) assert.doesNotMatch(text, /tok_secret/)
  assert.doesNotMatch(logged, /tok_secret|St James/)
})
