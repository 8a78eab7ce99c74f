import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { eachDatabase } from '@microzon/shared/testing'
import { addAddress } from '../src/domain/account.ts'
import { addressesMax } from '../src/domain/address.ts'
import { createSession, sessionsMax } from '../src/domain/session.ts'
import { windowMs, type Counter } from '../src/domain/throttle.ts'
import { createCustomerDatabase, type CustomerDatabase } from '../src/store/customer-database.ts'
import type { CustomerSchema } from '../src/store/schema.ts'
import { address } from './fixtures.ts'

type Open = Parameters<Parameters<typeof eachDatabase>[1]>[1]
type Store = CustomerDatabase & { count(table: 'session' | 'counter'): Promise<number> }

const now = Date.UTC(2026, 0, 1)
const ada = { customer: { id: 'id-ada', email: 'ada@example.org' }, passwordHash: 'hash-1' }
const eve = { customer: { id: 'id-eve', email: 'eve@example.org' }, passwordHash: 'hash-2' }

async function openStore(open: Open, clock: { readonly now: number } = { now }): Promise<Store> {
  const database = await open<CustomerSchema>()
  const store = await createCustomerDatabase(database, () => clock.now)
  return {
    ...store,
    async count(table) {
      const { count } = await database.kysely
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    }
  }
}

const counterOf = (id: string, limit = 3): Counter => ({ id: id.padEnd(43, '-'), limit })

eachDatabase('finds a customer by e-mail address and by id', async (_t, open) => {
  const { transact, customers } = await openStore(open)
  assert.equal(await transact(store => store.insert(ada)), true)
  assert.deepEqual(await customers.findCredentials({ email: 'ada@example.org' }), ada)
  assert.deepEqual(await customers.findCredentials({ customerId: 'id-ada' }), ada)
  assert.deepEqual(await customers.find('id-ada'), ada.customer)
  assert.equal(await customers.find('id-eve'), undefined)
  for (const email of ['ADA@example.org', 'ada@example.or', 'ada@example.org%', '']) {
    assert.equal(await customers.findCredentials({ email }), undefined)
  }
})

eachDatabase('letters with and without marks are different addresses', async (_t, open) => {
  const { transact, customers } = await openStore(open)
  const accented = { customer: { id: 'id-2', email: 'ad\u00e4@example.org' }, passwordHash: '2' }
  await transact(store => store.insert(ada))
  assert.equal(await transact(store => store.insert(accented)), true)
  const found = await customers.findCredentials({ email: 'ad\u00e4@example.org' })
  assert.equal(found?.customer.id, 'id-2')
})

eachDatabase(
  'an e-mail address is given once, whoever asks at once',
  async (_t, open, { kind }) => {
    const one = await openStore(open)
    const other = kind === 'memory' ? one : await openStore(open)
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => {
        const customer = { id: `id-${index}`, email: 'ada@example.org' }
        return (index % 2 === 0 ? one : other).transact(store =>
          store.insert({ customer, passwordHash: 'hash' })
        )
      })
    )
    assert.equal(made.filter(Boolean).length, 1)
  }
)

eachDatabase("another customer's address is not taken over", async (_t, open) => {
  const { transact, customers } = await openStore(open)
  await transact(async store => {
    await store.insert(ada)
    await store.insert(eve)
  })
  const isSet = await transact(store => store.setEmail('id-eve', 'ada@example.org'))
  assert.equal(isSet, false)
  assert.equal((await customers.find('id-eve'))?.email, 'eve@example.org')
  assert.equal(await transact(store => store.setEmail('id-eve', 'eve@example.org')), true)
  assert.equal(await transact(store => store.setEmail('id-eve', 'new@example.org')), true)
  assert.equal((await customers.find('id-eve'))?.email, 'new@example.org')
})

eachDatabase('a session is found with its customer until it is deleted', async (_t, open) => {
  const { transact, customers, renewSession } = await openStore(open)
  const session = createSession('reference', 'id-ada', now)
  await transact(async store => {
    await store.insert(ada)
    await store.insertSession(session, sessionsMax)
  })
  assert.deepEqual(await customers.findSession('reference'), { session, customer: ada.customer })
  const later = { ...session, expiresAt: now + 1 }
  await renewSession(later)
  assert.deepEqual((await customers.findSession('reference'))?.session, later)
  await transact(store => store.deleteSession('reference'))
  await transact(store => store.deleteSession('reference'))
  assert.equal(await customers.findSession('reference'), undefined)
  await renewSession(later)
  assert.equal(await customers.findSession('reference'), undefined)
})

eachDatabase('of too many sessions the one that ends first goes', async (_t, open) => {
  const { transact, customers } = await openStore(open)
  await transact(async store => {
    await store.insert(ada)
    await store.insert(eve)
    await store.insertSession(createSession('of eve', 'id-eve', now - 1), 3)
    for (let index = 0; index < 5; index++) {
      await store.insertSession(createSession(`session-${index}`, 'id-ada', now + index), 3)
    }
  })
  const left = await Promise.all(
    ['session-0', 'session-1', 'session-2', 'session-3', 'session-4', 'of eve'].map(
      async reference => (await customers.findSession(reference)) !== undefined
    )
  )
  assert.deepEqual(left, [false, false, true, true, true, true])
})

eachDatabase('all sessions of a customer but one are ended', async (_t, open) => {
  const { transact, customers } = await openStore(open)
  await transact(async store => {
    await store.insert(ada)
    await store.insert(eve)
    for (const [reference, id] of [
      ['a', 'id-ada'],
      ['b', 'id-ada'],
      ['c', 'id-eve']
    ] as const) {
      await store.insertSession(createSession(reference, id, now), sessionsMax)
    }
    await store.deleteOtherSessions('id-ada', 'a')
  })
  const left = await Promise.all(['a', 'b', 'c'].map(customers.findSession))
  assert.deepEqual(
    left.map(found => found?.session.reference),
    ['a', undefined, 'c']
  )
})

eachDatabase('an address book keeps its order, and what people write', async (_t, open) => {
  const { transact, customers } = await openStore(open)
  const addresses = ['Ada 🎩', "O'Hara", '山田', 'Zoë'].map((name, index) => ({
    ...address,
    id: `address-${index}`,
    name
  }))
  await transact(async store => {
    await store.insert(ada)
    for (const each of addresses) await store.insertAddress('id-ada', each)
  })
  assert.deepEqual(await customers.findAddresses('id-ada'), addresses)
  assert.equal(await transact(store => store.deleteAddress('id-eve', 'address-1')), false)
  assert.equal(await transact(store => store.deleteAddress('id-ada', 'address-1')), true)
  assert.equal(await transact(store => store.deleteAddress('id-ada', 'address-1')), false)
  await transact(store => store.insertAddress('id-ada', { ...address, id: 'address-9' }))
  assert.deepEqual(
    (await customers.findAddresses('id-ada')).map(({ id }) => id),
    ['address-0', 'address-2', 'address-3', 'address-9']
  )
})

eachDatabase('an address book is never filled beyond its limit', async (_t, open, { kind }) => {
  const one = await openStore(open)
  const other = kind === 'memory' ? one : await openStore(open)
  await one.transact(store => store.insert(ada))
  const results = await Promise.allSettled(
    Array.from({ length: addressesMax + 6 }, (_, index) =>
      (index % 2 === 0 ? one : other).transact(store =>
        addAddress(store, 'id-ada', { ...address, id: randomUUID() })
      )
    )
  )
  const codes = results.flatMap(result =>
    result.status === 'rejected' ? [String(result.reason.code)] : []
  )
  assert.deepEqual(codes, Array(6).fill('ADDRESS_LIMIT'))
  assert.equal((await one.customers.findAddresses('id-ada')).length, addressesMax)
})

eachDatabase(
  'exactly as many tries are let in as allowed, however many at once',
  async (_t, open, { kind }) => {
    const one = await openStore(open)
    const other = kind === 'memory' ? one : await openStore(open)
    const [wide, narrow] = [counterOf('wide', 100), counterOf('narrow', 7)]
    const waits = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        // In either order, which must not make them wait for each other.
        index % 2 === 0
          ? one.counters.take([wide, narrow], now)
          : other.counters.take([narrow, wide], now)
      )
    )
    assert.equal(waits.filter(wait => wait === undefined).length, 7)
    assert.ok(waits.every(wait => wait === undefined || wait === windowMs))
    // What was refused was not counted elsewhere.
    const rest = await Promise.all(
      Array.from({ length: 94 }, () => one.counters.take([wide], now + 1))
    )
    assert.equal(rest.filter(wait => wait === undefined).length, 93)
  }
)

eachDatabase('a counter begins anew when its window is over', async (_t, open) => {
  const { counters } = await openStore(open)
  const counter = counterOf('one', 1)
  assert.equal(await counters.take([counter], now), undefined)
  assert.equal(await counters.take([counter], now + windowMs - 1), 1)
  assert.equal(await counters.take([counter], now + windowMs), undefined)
  assert.equal(await counters.take([counter], now + windowMs), windowMs)
})

eachDatabase('tries are forgiven, one or all, and never below none', async (_t, open) => {
  const { counters, transact } = await openStore(open)
  const [left, right] = [counterOf('left'), counterOf('right')]
  const none = { one: [], all: [] }
  for (let index = 0; index < 3; index++) await counters.take([left, right], now)
  await transact(store => store.forgive({ one: [left], all: [right] }))
  assert.equal(await counters.take([left], now), undefined)
  assert.equal(await counters.take([left], now), windowMs)
  for (let index = 0; index < 3; index++) {
    assert.equal(await counters.take([right], now), undefined)
  }
  await transact(store => store.forgive({ ...none, all: [right] }))
  await transact(store => store.forgive({ ...none, one: [right, counterOf('unknown')] }))
  for (let index = 0; index < 3; index++) {
    assert.equal(await counters.take([right], now), undefined)
  }
  assert.equal(await counters.take([right], now), windowMs)
})

eachDatabase('sweeps sessions and counters whose time is over', async (_t, open) => {
  const clock = { now }
  const store = await openStore(open, clock)
  await store.transact(async writer => {
    await writer.insert(ada)
    await writer.insertSession(createSession('old', 'id-ada', now), sessionsMax)
    await writer.insertSession(createSession('new', 'id-ada', now + 1), sessionsMax)
  })
  await store.counters.take([counterOf('one')], now)
  await store.sweep()
  assert.deepEqual([await store.count('session'), await store.count('counter')], [2, 1])
  clock.now = now + windowMs
  await store.sweep()
  assert.deepEqual([await store.count('session'), await store.count('counter')], [2, 0])
  clock.now = createSession('', '', now).expiresAt
  await store.sweep()
  assert.equal(await store.count('session'), 1)
  assert.ok(await store.customers.findSession('new'))
})
