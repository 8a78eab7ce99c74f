import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  abandonAfterMs,
  advance,
  chargeWithinMs,
  type SagaPorts
} from '../src/domain/advance-order.ts'
import {
  moveTo,
  orderStates,
  type CancelReason,
  type Order,
  type OrderState
} from '../src/domain/order.ts'
import { lines, now, received, totalCents } from './orders.ts'

type Answers = {
  readonly freeze?: Awaited<ReturnType<SagaPorts['cart']['freeze']>>
  readonly price?: Awaited<ReturnType<SagaPorts['catalog']['price']>>
  readonly reserve?: Awaited<ReturnType<SagaPorts['catalog']['reserve']>>
  readonly charge?: Awaited<ReturnType<SagaPorts['payment']['charge']>>
  readonly find?: Awaited<ReturnType<SagaPorts['payment']['find']>>
  readonly settle?: 'done' | 'later'
  /** Milliseconds since the order came. */
  readonly age?: number
}

/** Ports that fail the test where they are asked without an answer given; tells what was asked, in order. */
function portsOf(
  answers: Answers
): SagaPorts & { readonly asked: string[]; readonly until: number[] } {
  const asked: string[] = []
  const until: number[] = []
  const tell = async <T>(name: string, answer: T | undefined): Promise<T> => {
    asked.push(name)
    return answer ?? assert.fail(`${name} was asked`)
  }
  const settle = answers.settle && { kind: answers.settle }
  return {
    asked,
    until,
    clock: () => now + (answers.age ?? 1_000),
    cart: {
      freeze: () => tell('freeze', answers.freeze),
      release: () => tell('thaw', settle),
      close: () => tell('close', settle)
    },
    catalog: {
      price: () => tell('price', answers.price),
      reserve: () => tell('reserve', answers.reserve),
      confirm: () => tell('confirm', settle),
      release: () => tell('release', settle)
    },
    payment: {
      charge(_order, last) {
        until.push(last)
        return tell('charge', answers.charge)
      },
      find: () => tell('find', answers.find)
    }
  }
}

const paths: Readonly<Partial<Record<OrderState, readonly OrderState[]>>> = {
  FROZEN: ['FROZEN'],
  PRICED: ['FROZEN', 'PRICED'],
  RESERVED: ['FROZEN', 'PRICED', 'RESERVED'],
  CHARGING: ['FROZEN', 'PRICED', 'RESERVED', 'CHARGING'],
  CHARGE_UNKNOWN: ['FROZEN', 'PRICED', 'RESERVED', 'CHARGING', 'CHARGE_UNKNOWN'],
  CHARGED: ['FROZEN', 'PRICED', 'RESERVED', 'CHARGING', 'CHARGED'],
  COMPENSATING: ['COMPENSATING'],
  CANCELLED: ['COMPENSATING', 'CANCELLED']
}

function orderIn(state: OrderState): Order {
  return (paths[state] ?? []).reduce<Order>(
    (order, next) => moveTo(order, next, { now, lines }),
    received()
  )
}

/** The state it gets to, with the reason of a cancellation. `same`: the order is left as it is. */
async function next(state: OrderState, answers: Answers, isOwn = true): Promise<string> {
  const order = orderIn(state)
  const after = await advance(portsOf(answers), order, isOwn)
  if (after === order) return 'same'
  return after.reason === undefined ? after.state : `${after.state} ${after.reason}`
}

const later = { kind: 'later' } as const
const refused = (reason: CancelReason) => ({ kind: 'refused', reason }) as const

test('freezes the cart and takes its lines', async () => {
  const freeze = { kind: 'frozen', lines } as const
  const after = await advance(portsOf({ freeze }), received(), false)
  assert.deepEqual([after.state, after.lines, after.revision], ['FROZEN', lines, 2])
  assert.equal(
    await next('RECEIVED', { freeze: refused('cart-changed') }),
    'COMPENSATING cart-changed'
  )
  assert.equal(await next('RECEIVED', { freeze: later }), 'same')
})

test('orders for exactly what was shown, or asks again', async () => {
  assert.equal(await next('FROZEN', { price: { kind: 'priced', lines } }), 'PRICED')
  for (const cents of [449, 451, 0]) {
    const dearer = lines.map((line, index) => ({ ...line, unitPriceCents: index ? 1_200 : cents }))
    const order = orderIn('FROZEN')
    const after = await advance(portsOf({ price: { kind: 'priced', lines: dearer } }), order, true)
    assert.deepEqual([after.state, after.reason], ['COMPENSATING', 'price-changed'])
    assert.equal(after.totalCents, 2 * cents + 1_200)
  }
  const gone = lines.map((line, index) => (index ? line : { ...line, unitPriceCents: undefined }))
  const told = await next('FROZEN', { price: { kind: 'priced', lines: gone } })
  assert.equal(told, 'COMPENSATING out-of-stock')
  assert.equal(await next('FROZEN', { price: later }), 'same')
})

test('reserves before it charges', async () => {
  assert.equal(await next('PRICED', { reserve: { kind: 'done' } }), 'RESERVED')
  assert.equal(
    await next('PRICED', { reserve: refused('out-of-stock') }),
    'COMPENSATING out-of-stock'
  )
  assert.equal(await next('PRICED', { reserve: later }), 'same')
  // Written before anybody is asked.
  assert.equal(await next('RESERVED', {}), 'CHARGING')
})

test('gives up what makes no progress before money is involved', async () => {
  const given = { freeze: later, price: later, reserve: later }
  for (const state of ['RECEIVED', 'FROZEN', 'PRICED'] as const) {
    assert.equal(await next(state, { ...given, age: abandonAfterMs }), 'same')
    assert.equal(await next(state, { ...given, age: abandonAfterMs + 1 }), 'COMPENSATING abandoned')
  }
  assert.equal(await next('RESERVED', { age: chargeWithinMs }), 'CHARGING')
  assert.equal(await next('RESERVED', { age: chargeWithinMs + 1 }), 'COMPENSATING abandoned')
})

test('reads every answer to a charge', async () => {
  const charge = (kind: 'charged' | 'unknown' | 'not-sent') =>
    next('CHARGING', { charge: { kind } })
  assert.equal(await charge('charged'), 'CHARGED')
  assert.equal(await charge('unknown'), 'CHARGE_UNKNOWN')
  // Surely not asked: nothing was charged, so the customer hears of it at once.
  assert.equal(await charge('not-sent'), 'COMPENSATING abandoned')
  for (const reason of ['declined', 'insufficient-funds', 'provider-error'] as const) {
    assert.equal(await next('CHARGING', { charge: refused(reason) }), `COMPENSATING ${reason}`)
  }
})

test('asks nobody to charge when another run has written that it is about to', async () => {
  const ports = portsOf({})
  const after = await advance(ports, orderIn('CHARGING'), false)
  assert.equal(after.state, 'CHARGE_UNKNOWN')
  assert.deepEqual(ports.asked, [])
})

test('says until when a charge may be sent', async () => {
  const ports = portsOf({ charge: { kind: 'charged' } })
  await advance(ports, orderIn('CHARGING'), true)
  const again = portsOf({ find: { kind: 'absent' }, charge: { kind: 'charged' } })
  await advance(again, orderIn('CHARGE_UNKNOWN'), false)
  assert.deepEqual([...ports.until, ...again.until], [now + chargeWithinMs, now + chargeWithinMs])
})

test('finds out by key what became of a charge', async () => {
  const find = (kind: 'charged' | 'unknown' | 'absent', more: Answers = {}) =>
    next('CHARGE_UNKNOWN', { find: { kind }, ...more })
  assert.equal(await find('charged'), 'CHARGED')
  assert.equal(await find('charged', { age: 1e9 }), 'CHARGED')
  assert.equal(await find('unknown', { age: 1e9 }), 'same')
  const declined = await next('CHARGE_UNKNOWN', { find: refused('declined') })
  assert.equal(declined, 'COMPENSATING declined')
})

test('charges again what never arrived, under the same key, for a time', async () => {
  const absent = (more: Answers) => next('CHARGE_UNKNOWN', { find: { kind: 'absent' }, ...more })
  assert.equal(await absent({ charge: { kind: 'charged' } }), 'CHARGED')
  assert.equal(await absent({ charge: refused('declined') }), 'COMPENSATING declined')
  // An attempt before it may have been sent.
  assert.equal(await absent({ charge: { kind: 'not-sent' } }), 'same')
  assert.equal(await absent({ charge: { kind: 'unknown' } }), 'same')
  const isLast = { charge: { kind: 'charged' } } as const
  assert.equal(await absent({ ...isLast, age: chargeWithinMs }), 'CHARGED')
  assert.equal(await absent({ age: chargeWithinMs + 1 }), 'same')
  assert.equal(await absent({ age: abandonAfterMs }), 'same')
  assert.equal(await absent({ age: abandonAfterMs + 1 }), 'COMPENSATING abandoned')
})

test('an answer that took its time tells of when it was asked for', async () => {
  const order = orderIn('CHARGE_UNKNOWN')
  let time = now + abandonAfterMs
  const ports = portsOf({})
  const payment: SagaPorts['payment'] = {
    charge: () => assert.fail('too late to charge'),
    async find() {
      time += 5_000
      return { kind: 'absent' }
    }
  }
  assert.equal(await advance({ ...ports, payment, clock: () => time }, order, true), order)
})

test('leaves time for what is on its way before it gives up', () => {
  // Payment sends nothing after the one, and what it has sent arrives before the other.
  assert.ok(abandonAfterMs - chargeWithinMs >= 15_000)
})

test('once charged there is only forward', async () => {
  const age = 1e9
  assert.equal(await next('CHARGED', { settle: 'later', age }), 'same')
  assert.equal(await next('CHARGED', { settle: 'done', age }), 'CONFIRMED')
  const ports = portsOf({ settle: 'done' })
  await advance(ports, orderIn('CHARGED'), true)
  assert.deepEqual(ports.asked.toSorted(), ['close', 'confirm'])
})

test('gives back stock and cart, and is cancelled when both are', async () => {
  assert.equal(await next('COMPENSATING', { settle: 'later' }), 'same')
  const ports = portsOf({ settle: 'done' })
  const after = await advance(ports, orderIn('COMPENSATING'), true)
  assert.equal(after.state, 'CANCELLED')
  assert.deepEqual(ports.asked.toSorted(), ['release', 'thaw'])
  for (const left of ['cart', 'catalog'] as const) {
    const half = portsOf({ settle: 'done' })
    const partly = { ...half, [left]: { ...half[left], release: async () => later } }
    const order = orderIn('COMPENSATING')
    assert.equal(await advance(partly, order, true), order)
  }
})

test('an order at its end stays there', async () => {
  assert.equal(await next('CANCELLED', {}), 'same')
})

test('no state leads back, and each step is recorded', () => {
  const pairs = orderStates.flatMap(from => orderStates.map(to => [from, to] as const))
  const isBack = ([from, to]: (typeof pairs)[number]): boolean =>
    orderStates.indexOf(to) <= orderStates.indexOf(from)
  for (const [from, to] of pairs.filter(isBack)) {
    assert.throws(() => moveTo({ ...received(), state: from }, to, { now }), RangeError)
  }
  const moved = moveTo(received(), 'FROZEN', { now: now + 5 })
  assert.deepEqual(moved.steps.at(-1), { state: 'FROZEN', at: now + 5 })
  assert.equal(moved.updatedAt, now + 5)
  assert.equal(orderIn('CHARGED').totalCents, totalCents)
})
