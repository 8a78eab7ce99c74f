import assert from 'node:assert/strict'
import { eachDatabase } from '@microzon/shared/testing'
import { moveTo, type Order } from '../src/domain/order.ts'
import type { OrderStore } from '../src/domain/ports.ts'
import { migrations } from '../src/store/migrations.ts'
import type { BillingSchema } from '../src/store/schema.ts'
import { createOrderStores } from '../src/store/sql-order-store.ts'
import { lines, now, received } from './orders.ts'

type Open = Parameters<Parameters<typeof eachDatabase>[1]>[1]

async function openStore(open: Open): Promise<ReturnType<typeof createOrderStores>> {
  const database = await open<BillingSchema>()
  await database.migrate(migrations)
  return createOrderStores(database, () => now)
}

function numbered(index: number, more: Partial<Order> = {}): Order {
  return received({ id: `order-${index}`, key: `key-${index}`, ...more })
}

async function countOpen(orders: OrderStore): Promise<number> {
  const due = await orders.takeDue(now * 2, { limit: 1_000, until: now * 3 })
  return due.length
}

// O12: the original stored no order.
eachDatabase('keeps an order as it was received, once', async (_t, open) => {
  const { orders } = await openStore(open)
  const order = received({ address: { ...received().address, name: 'Zoë 🍵 O’Neill\n"\\' } })
  await orders.add(order)
  await orders.add({ ...order, cartId: 'another', revision: 7 })
  assert.deepEqual(await orders.find(order.id), order)
  assert.deepEqual(await orders.findByKey('ada', order.key), order)
  assert.equal(await orders.findByKey('charles', order.key), undefined)
  assert.equal(await orders.findByKey('ADA', order.key), undefined)
  assert.equal(await orders.find('nowhere'), undefined)
})

eachDatabase('keeps the largest order that can be made', async (_t, open) => {
  const { orders } = await openStore(open)
  const wide = '🍵'.repeat(100)
  const address = {
    name: wide,
    street: wide,
    postalCode: '🍵'.repeat(16),
    city: wide,
    country: 'DE'
  }
  const line = {
    productId: 'p'.repeat(64),
    option: wide,
    amount: 99,
    name: wide + wide,
    unitPriceCents: 10_000_000
  }
  const id = 'i'.repeat(64)
  const key = 'k'.repeat(64)
  const received50 = received({ id, key, customerId: 'c'.repeat(64), address })
  await orders.add(received50)
  const frozen = moveTo(received50, 'FROZEN', {
    now,
    lines: Array.from({ length: 50 }, () => line)
  })
  assert.equal(await orders.save(frozen), true)
  assert.deepEqual(await orders.find(id), frozen)
})

eachDatabase('writes the next revision and no other', async (_t, open) => {
  const { orders } = await openStore(open)
  const order = received()
  await orders.add(order)
  const frozen = moveTo(order, 'FROZEN', { now: now + 1, lines })
  assert.equal(await orders.save(frozen), true)
  assert.equal(await orders.save(frozen), false)
  assert.equal(
    await orders.save(moveTo(order, 'COMPENSATING', { now, reason: 'abandoned' })),
    false
  )
  assert.equal(await orders.save({ ...frozen, revision: 4 }), false)
  assert.equal(await orders.save(received({ id: 'nowhere', revision: 2 })), false)
  assert.deepEqual(await orders.find(order.id), frozen)
})

eachDatabase('of two who write at once one succeeds', async (_t, open, { kind }) => {
  const first = (await openStore(open)).orders
  const second = kind === 'memory' ? first : (await openStore(open)).orders
  for (let index = 0; index < 10; index++) {
    const order = numbered(index)
    await first.add(order)
    const rivals = [
      moveTo(order, 'FROZEN', { now, lines }),
      moveTo(order, 'COMPENSATING', { now, reason: 'abandoned' })
    ] as const
    const saved = await Promise.all([first.save(rivals[0]), second.save(rivals[1])])
    assert.equal(saved.filter(Boolean).length, 1)
    assert.deepEqual(await first.find(order.id), saved[0] ? rivals[0] : rivals[1])
  }
})

eachDatabase('gives each due order to one taker only', async (_t, open, { kind }) => {
  const first = (await openStore(open)).orders
  const second = kind === 'memory' ? first : (await openStore(open)).orders
  for (let index = 0; index < 40; index++) await first.add(numbered(index))
  const at = now + 15_000
  const taken: string[] = []
  for (let round = 0; round < 20; round++) {
    const take = (store: OrderStore) => store.takeDue(at, { limit: 5, until: at + 30_000 })
    const both = await Promise.all([take(first), take(second), take(first), take(second)])
    assert.ok(both.every(due => due.length <= 5))
    taken.push(...both.flat().map(({ order }) => order.id))
  }
  assert.equal(taken.length, 40)
  assert.equal(new Set(taken).size, 40)
  // Who takes one and dies loses it.
  assert.equal((await first.takeDue(at + 29_999, { limit: 5, until: at * 2 })).length, 0)
  assert.equal((await second.takeDue(at + 30_000, { limit: 50, until: at * 2 })).length, 40)
})

eachDatabase('takes what has waited longest, and counts the tries', async (_t, open) => {
  const { orders } = await openStore(open)
  for (let index = 0; index < 3; index++) await orders.add(numbered(index))
  await orders.postpone('order-0', { dueAt: now + 300.7, tries: 2 })
  await orders.postpone('order-1', { dueAt: now + 100, tries: 0 })
  await orders.postpone('order-2', { dueAt: now + 200, tries: 9 })
  const [one, two, ...rest] = await orders.takeDue(now + 300, { limit: 3, until: now + 9_000 })
  assert.deepEqual([one?.order.id, one?.tries], ['order-1', 0])
  assert.deepEqual([two?.order.id, two?.tries], ['order-2', 9])
  assert.deepEqual(rest, [])
  const [last] = await orders.takeDue(now + 301, { limit: 3, until: now + 9_000 })
  assert.equal(last?.tries, 2)
})

eachDatabase('an order at its end is never due', async (_t, open) => {
  const { orders } = await openStore(open)
  const order = received()
  await orders.add(order)
  const compensating = moveTo(order, 'COMPENSATING', { now, reason: 'abandoned' })
  await orders.save(compensating)
  assert.equal(await countOpen(orders), 1)
  await orders.save(moveTo(compensating, 'CANCELLED', { now }))
  await orders.postpone(order.id, { dueAt: now, tries: 0 })
  assert.equal(await countOpen(orders), 0)
})

eachDatabase('pages through orders of one moment, each once', async (_t, open) => {
  const { orders } = await openStore(open)
  for (let index = 0; index < 11; index++) {
    await orders.add(numbered(index, { createdAt: index < 9 ? now : now + index }))
    await orders.add(numbered(index, { id: `his-${index}`, customerId: 'charles' }))
  }
  const seen: string[] = []
  let before: Order | undefined
  do {
    const page = await orders.list({ customerId: 'ada', before, limit: 2 })
    assert.ok(page.length <= 2)
    seen.push(...page.map(({ id }) => id))
    before = page.at(-1)
  } while (before !== undefined)
  assert.equal(seen.length, 11)
  assert.deepEqual(seen.slice(0, 2), ['order-10', 'order-9'])
  assert.deepEqual(new Set(seen).size, 11)
  assert.ok(seen.every(id => id.startsWith('order-')))
})

eachDatabase('an order is part of the claim that it came with', async (_t, open) => {
  const { orders, once } = await openStore(open)
  const claim = { scope: 's', key: 'k'.repeat(16), fingerprint: 'f' }
  const failing = once.begin(claim, async store => {
    await store.add(received())
    throw new Error('broken')
  })
  await assert.rejects(failing, /broken/)
  assert.equal(await orders.find(received().id), undefined)
  await once.begin(claim, store => store.add(received()))
  assert.deepEqual(await orders.find(received().id), received())
})
