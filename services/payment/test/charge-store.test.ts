import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { isDomainError } from '@microzon/shared/errors'
import { eachDatabase } from '@microzon/shared/testing'
import { chargeCard } from '../src/domain/charge-card.ts'
import { pending, type ChargeOrder } from '../src/domain/charge.ts'
import { migrations } from '../src/store/migrations.ts'
import type { PaymentSchema } from '../src/store/schema.ts'
import { createChargeStores } from '../src/store/sql-charge-store.ts'
import { createFakeProvider, succeeded } from './fixtures.ts'

type Open = Parameters<Parameters<typeof eachDatabase>[1]>[1]
type Store = ReturnType<typeof createChargeStores>

const now = Date.UTC(2026, 0, 1)

async function openStore(open: Open, clock = () => now): Promise<Store> {
  const database = await open<PaymentSchema>()
  await database.migrate(migrations)
  return createChargeStores(database, clock)
}

function orderOf(more: Partial<ChargeOrder> = {}): ChargeOrder {
  const key = randomUUID()
  return { id: randomUUID(), key, orderId: 'order', amountCents: 100, cardToken: 'tok', ...more }
}

eachDatabase('keeps a charge as it was written first', async (_t, open) => {
  const { charges } = await openStore(open)
  const order = orderOf({ orderId: 'Bestellung 🍵', amountCents: 49_500_000_000 })
  await charges.add(order)
  await charges.add({ ...order, id: randomUUID(), amountCents: 1, cardToken: 'other' })
  assert.deepEqual(await charges.findByKey(order.key), pending(order))
  assert.equal(await charges.findByKey('another'), undefined)
})

eachDatabase('an outcome is written once and never changes', async (_t, open) => {
  const { charges } = await openStore(open)
  const order = orderOf()
  await charges.settle(order.key, succeeded)
  await charges.add(order)
  await Promise.all([
    charges.settle(order.key, succeeded),
    charges.settle(order.key, { kind: 'refused', reason: 'declined' })
  ])
  const first = await charges.findByKey(order.key)
  assert.notEqual(first?.outcome.kind, 'pending')
  await charges.settle(order.key, { kind: 'refused', reason: 'provider-error' })
  await charges.add(order)
  assert.deepEqual(await charges.findByKey(order.key), first)
})

eachDatabase('reads each outcome as it was written', async (_t, open) => {
  const { charges } = await openStore(open)
  const reasons = ['declined', 'insufficient-funds', 'provider-error'] as const
  const outcomes = [succeeded, ...reasons.map(reason => ({ kind: 'refused', reason }) as const)]
  for (const outcome of outcomes) {
    const order = orderOf()
    await charges.add(order)
    await charges.settle(order.key, outcome)
    assert.deepEqual((await charges.findByKey(order.key))?.outcome, outcome)
  }
})

eachDatabase('many requests with one key at once charge once', async (_t, open, { kind }) => {
  const first = await openStore(open)
  const second = kind === 'memory' ? first : await openStore(open)
  const provider = createFakeProvider()
  const order = orderOf()
  const chargeIn = async (store: Store, scope: string): Promise<string> => {
    const ports = { ...store, provider, clock: () => now }
    const claim = { scope, key: order.key, fingerprint: 'f'.repeat(43) }
    const told = { order, until: now + 1, answerOf: () => ({ status: 201, body: { told: 1 } }) }
    try {
      const { answer } = await chargeCard(ports, claim, told)
      return String(answer.status)
    } catch (error) {
      if (isDomainError(error)) return error.code
      throw error
    }
  }
  // Also from another principal, whose claim is another one: then the provider's key is what holds.
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      chargeIn(index % 2 === 0 ? first : second, index < 10 ? 'billing' : 'customer')
    )
  )
  assert.ok(answers.includes('201'))
  assert.deepEqual(
    answers.filter(answer => answer !== '201' && answer !== 'IDEMPOTENCY_IN_FLIGHT'),
    []
  )
  assert.equal(provider.ledger.size, 1)
  assert.ok(provider.asked.length <= 2)
  assert.deepEqual((await first.charges.findByKey(order.key))?.outcome, succeeded)
})

eachDatabase('forgets requests after a day and no charge', async (_t, open) => {
  let time = now
  const { charges, once, reap } = await openStore(open, () => time)
  const [order, claim] = [orderOf(), { scope: 's', key: 'k'.repeat(16), fingerprint: 'f' }]
  await once.begin(claim, store => store.add(order))
  await once.finish(claim, { status: 201, body: {} })
  await reap()
  assert.equal((await once.begin(claim, store => store.add(order))).kind, 'replayed')
  time += 24 * 60 * 60_000 + 1
  await reap()
  assert.equal((await once.begin(claim, store => store.add(order))).kind, 'begun')
  assert.deepEqual(await charges.findByKey(order.key), pending(order))
})
