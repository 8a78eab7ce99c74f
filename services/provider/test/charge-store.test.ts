import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { isDomainError } from '@microzon/shared/errors'
import { eachDatabase } from '@microzon/shared/testing'
import type { ChargeOrder, ChargeStore } from '../src/domain/ports.ts'
import { migrations } from '../src/store/migrations.ts'
import type { ProviderSchema } from '../src/store/schema.ts'
import { createChargeStore } from '../src/store/sql-charge-store.ts'

type Open = Parameters<Parameters<typeof eachDatabase>[1]>[1]

async function openStore(open: Open): Promise<ChargeStore> {
  const database = await open<ProviderSchema>()
  await database.migrate(migrations)
  return createChargeStore(database)
}

async function newToken(store: ChargeStore): Promise<string> {
  const token = `tok_${randomUUID()}`
  await store.addToken(token, { scenario: 'pays', brand: 'visa', last4: '4242' })
  return token
}

function orderOf(token: string, more: Partial<ChargeOrder> = {}): ChargeOrder {
  const base = { id: randomUUID(), key: randomUUID(), reference: 'order', amountCents: 100 }
  return { ...base, token, now: 1_000, ...more }
}

/** The id of the charge, or the code of the refusal. */
async function told(charging: Promise<{ readonly id: string }>): Promise<string> {
  try {
    return (await charging).id
  } catch (error) {
    if (isDomainError(error)) return error.code
    throw error
  }
}

eachDatabase('keeps a charge as it was made', async (_t, open) => {
  const store = await openStore(open)
  const token = await newToken(store)
  const order = orderOf(token, { reference: 'Bestellung 🍵', amountCents: 49_500_000_000 })
  const made = await store.charge(order)
  assert.deepEqual(made, {
    ...{ id: order.id, key: order.key, token, reference: 'Bestellung 🍵' },
    ...{ amountCents: 49_500_000_000, scenario: 'pays', createdAt: 1_000, settlesAt: 1_000 }
  })
  assert.deepEqual(await store.findByKey(order.key), made)
  assert.equal(await store.findByKey('another'), undefined)
})

eachDatabase('one token under many keys at once is charged once', async (_t, open, { kind }) => {
  const first = await openStore(open)
  const second = kind === 'memory' ? first : await openStore(open)
  const token = await newToken(first)
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      told((index % 2 === 0 ? first : second).charge(orderOf(token)))
    )
  )
  assert.equal(answers.filter(answer => answer !== 'CARD_TOKEN_USED').length, 1)
  assert.equal((await first.list({ after: 0, limit: 100 })).length, 1)
})

eachDatabase('one key with many tokens at once is charged once', async (_t, open, { kind }) => {
  const first = await openStore(open)
  const second = kind === 'memory' ? first : await openStore(open)
  const key = randomUUID()
  const tokens = await Promise.all(Array.from({ length: 8 }, () => newToken(first)))
  // Every token twice, so that the same and different rows are locked.
  const answers = await Promise.all(
    [...tokens, ...tokens].map((token, index) =>
      told((index % 2 === 0 ? first : second).charge(orderOf(token, { key })))
    )
  )
  assert.equal(new Set(answers).size, 1)
  assert.match(answers[0] ?? '', /^[0-9a-f-]{36}$/)
  const entries = await first.list({ after: 0, limit: 100 })
  assert.equal(entries.length, 1)
  // The tokens of those who came second are as good as before.
  const used = entries[0]?.charge.token
  for (const token of tokens.filter(other => other !== used)) {
    assert.match(await told(first.charge(orderOf(token))), /^[0-9a-f-]{36}$/)
  }
})

eachDatabase('a refused charge leaves the token good', async (_t, open) => {
  const store = await openStore(open)
  const [token, key] = [await newToken(store), randomUUID()]
  await store.charge(orderOf(await newToken(store), { key }))
  const mismatch = store.charge(orderOf(token, { key, amountCents: 101 }))
  assert.equal(await told(mismatch), 'CHARGE_MISMATCH')
  assert.match(await told(store.charge(orderOf(token))), /^[0-9a-f-]{36}$/)
})

eachDatabase('lists what was charged after a place, in order', async (_t, open) => {
  const store = await openStore(open)
  for (const reference of ['a', 'b', 'c']) {
    await store.charge(orderOf(await newToken(store), { reference }))
  }
  const [first, ...rest] = await store.list({ after: 0, limit: 2 })
  assert.equal(first?.charge.reference, 'a')
  assert.equal(rest.length, 1)
  const after = await store.list({ after: rest[0]?.sequence ?? 0, limit: 2 })
  assert.deepEqual(
    after.map(({ charge }) => charge.reference),
    ['c']
  )
})
