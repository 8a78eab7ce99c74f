import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { finishOrders, type FinishOrdersPorts } from '../src/domain/finish-orders.ts'
import { moveTo, type Order } from '../src/domain/order.ts'
import { runSaga } from '../src/domain/run-saga.ts'
import { openOrderStore, type OpenOrderStore } from '../src/store/sql-order-store.ts'
import { createShop, type Shop } from './fixtures.ts'
import { now, received } from './orders.ts'

type Office = {
  readonly ports: FinishOrdersPorts
  readonly store: OpenOrderStore
  readonly shop: Shop
  readonly clock: { now: number }
  readonly errors: unknown[]
  readonly stuck: Order[]
  /** Rounds, each when the next order is due, until nothing is due within a day; answers the times. */
  readonly dueTimes: (rounds: number) => Promise<readonly number[]>
}

async function openOffice(t: TestContext, chance = 1): Promise<Office> {
  const clock = { now: now + 20_000 }
  const store = await openOrderStore({ url: 'sqlite::memory:', clock: () => clock.now })
  t.after(() => store.close())
  const shop = createShop()
  const [errors, stuck]: [unknown[], Order[]] = [[], []]
  const ports: FinishOrdersPorts = {
    ...shop,
    orders: store.orders,
    clock: () => clock.now,
    random: () => chance,
    inTraceOf: (_order, work) => work(),
    onError: error => errors.push(error),
    onStuck: order => stuck.push(order)
  }
  const dueTimes = async (rounds: number): Promise<readonly number[]> => {
    const times: number[] = []
    for (let second = 0; times.length < rounds && second < 86_400; second++) {
      if ((await finishOrders(ports)) > 0) times.push(clock.now)
      clock.now += 100
    }
    return times
  }
  return { ports, store, shop, clock, errors, stuck, dueTimes }
}

test('takes an order that nobody is at work on to its end', async t => {
  const { ports, store, shop } = await openOffice(t)
  await store.orders.add(received())
  assert.equal(await finishOrders(ports), 1)
  assert.equal((await store.orders.find(received().id))?.state, 'CONFIRMED')
  assert.equal(shop.charges.length, 1)
  assert.equal(await finishOrders(ports), 0)
})

test('leaves an order alone while its request may be at work on it', async t => {
  const { ports, store, clock } = await openOffice(t)
  await store.orders.add(received())
  clock.now = now + 14_999
  assert.equal(await finishOrders(ports), 0)
  clock.now = now + 15_000
  assert.equal(await finishOrders(ports), 1)
})

test('comes back at growing intervals while there is no progress, and soon after some', async t => {
  const { store, shop, clock, dueTimes, ports } = await openOffice(t)
  await store.orders.add(received())
  shop.payment.find = async () => ({ kind: 'unknown' })
  shop.payment.charge = async () => ({ kind: 'unknown' })
  const times = await dueTimes(20)
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  assert.deepEqual(pauses.slice(0, 3), [1_000, 2_000, 4_000])
  assert.deepEqual(
    pauses,
    pauses.toSorted((a, b) => a - b)
  )
  assert.deepEqual(pauses.slice(-3), [60_000, 60_000, 60_000])
  shop.payment.find = async () => ({ kind: 'charged' })
  shop.cart.close = async () => ({ kind: 'later' })
  await dueTimes(1)
  assert.equal((await store.orders.find(received().id))?.state, 'CHARGED')
  const before = clock.now
  const [next = 0] = await dueTimes(1)
  assert.ok(next - before <= 1_000)
  assert.equal(await finishOrders(ports), 0)
})

test('an order outlives a short outage: it is looked at within a quarter of its age', async t => {
  const { store, shop, clock, dueTimes } = await openOffice(t)
  await store.orders.add(received())
  const freeze = shop.cart.freeze
  shop.cart.freeze = async () => ({ kind: 'later' })
  while (clock.now < now + 30_000) await dueTimes(1)
  shop.cart.freeze = freeze
  const backAt = clock.now
  const [seenAt = 0] = await dueTimes(1)
  assert.ok(seenAt - backAt <= (backAt - now) / 4 + 100, `looked at after ${seenAt - backAt} ms`)
  assert.equal((await store.orders.find(received().id))?.state, 'CONFIRMED')
})

test('spreads the returns by chance, at most by half', async t => {
  for (const [chance, pause] of [
    [0, 500],
    [0.5, 750]
  ] as const) {
    const { store, shop, dueTimes } = await openOffice(t, chance)
    await store.orders.add(received())
    shop.cart.freeze = async () => ({ kind: 'frozen', lines: [] })
    shop.catalog.price = async () => ({ kind: 'later' })
    const [first = 0, second = 0] = await dueTimes(2)
    // Time goes on by steps of 100.
    assert.equal(second - first, Math.ceil(pause / 100) * 100)
  }
})

test('a failure with one order is told, and does not keep others from their end', async t => {
  const { ports, store, shop, errors, clock } = await openOffice(t)
  clock.now = now + 15_000
  const broken = received({ id: 'broken', key: 'key-broken-1234567' })
  await store.orders.add(broken)
  await store.orders.add(received())
  const { freeze } = shop.cart
  shop.cart.freeze = order =>
    order.id === 'broken' ? Promise.reject(new RangeError('odd')) : freeze(order)
  assert.equal(await finishOrders(ports), 2)
  assert.equal((await store.orders.find(received().id))?.state, 'CONFIRMED')
  assert.equal(String(errors), 'RangeError: odd')
  // It stays taken for a while, so that it does not fail on and on.
  clock.now += 29_999
  assert.equal(await finishOrders(ports), 0)
  clock.now += 1
  shop.cart.freeze = freeze
  assert.equal(await finishOrders(ports), 1)
  assert.equal((await store.orders.find('broken'))?.state, 'CONFIRMED')
})

test('tells of an order that makes no progress for five minutes', async t => {
  const { store, shop, stuck, clock, ports } = await openOffice(t)
  await store.orders.add(received())
  shop.cart.close = async () => ({ kind: 'later' })
  await finishOrders(ports)
  assert.deepEqual(stuck, [])
  clock.now = now + 300_001
  await finishOrders(ports)
  assert.deepEqual(
    stuck.map(({ state }) => state),
    ['CHARGED']
  )
})

test('many rounds at once finish every order once', async t => {
  const { ports, store, shop } = await openOffice(t)
  for (let index = 0; index < 50; index++) {
    const id = `order-${index}`
    await store.orders.add(
      received({ id, key: `key-${index}-0123456789`, cartId: `cart-${index}` })
    )
  }
  const taken: number[] = []
  while (taken.slice(-5).some(count => count > 0) || taken.length === 0) {
    taken.push(...(await Promise.all(Array.from({ length: 5 }, () => finishOrders(ports)))))
  }
  assert.ok(taken.every(count => count <= 20))
  assert.equal(
    taken.reduce((sum, count) => sum + count, 0),
    50
  )
  assert.equal(new Set(shop.charges).size, 50)
  assert.equal(shop.charges.length, 50)
})

test('a run stops when it may not go on, and takes over what another has written', async t => {
  const { ports, store, shop } = await openOffice(t)
  await store.orders.add(received())
  const order = received()
  let steps = 0
  const after = await runSaga(ports, order, () => steps++ < 2)
  assert.equal(after.state, 'PRICED')
  assert.equal((await store.orders.find(order.id))?.state, 'PRICED')
  // From an old revision: its first write is refused, and it goes on from what it finds.
  assert.equal((await runSaga(ports, order, () => true)).state, 'CONFIRMED')
  assert.equal(shop.charges.length, 1)
})

test('a charge whose order was taken over is not cancelled behind its back', async t => {
  const { ports, store, shop } = await openOffice(t)
  const reserved = ['FROZEN', 'PRICED', 'RESERVED'] as const
  const order = reserved.reduce(
    (last, state) => moveTo(last, state, { now }),
    received({ revision: -2 })
  )
  await store.orders.add({ ...order, revision: 1 })
  const { charge } = shop.payment
  let calls = 0
  shop.payment.charge = async (asked, until) => {
    if (calls++ > 0) return charge(asked, until)
    // While the first run stands still, another one comes by and charges.
    const other = await runSaga(ports, (await store.orders.find(asked.id)) ?? asked, () => true)
    assert.equal(other.state, 'CONFIRMED')
    return { kind: 'not-sent' }
  }
  const mine = await runSaga(ports, { ...order, revision: 1 }, () => true)
  assert.equal(mine.state, 'CONFIRMED')
  assert.equal(shop.charges.length, 1)
})

test('an order that has vanished is an error, and no endless loop', async t => {
  const { ports } = await openOffice(t)
  await assert.rejects(
    runSaga(ports, received(), () => true),
    /vanished/
  )
})
