import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ProductStore } from '../../src/domain/ports.ts'
import type { ReservedLine } from '../../src/domain/reservation.ts'
import { keyed } from '../../src/domain/upsert.ts'
import { draftOf, optionOf } from '../fixtures.ts'
import { keepStock, save, stockOf, type OpenStore } from './store.ts'

export function reservationContract(name: string, open: OpenStore): void {
  reserves(name, open)
  ends(name, open)
  leaksNothing(name, open)
}

function reserves(name: string, open: OpenStore): void {
  test(`${name}: takes all lines or none, and tells what is missing`, async t => {
    const [store] = await open(t)
    const [a = '', b = ''] = await save(store, [draftOf({ name: 'a' }), draftOf({ name: 'b' })])
    const lines = [line(a, 4), line(b, 11), line('none', 1), { ...line(a, 1), option: 'none' }]
    assert.deepEqual(await store.reserve({ orderId: 'o', lines, expiresAt: 9 }), {
      kind: 'out-of-stock',
      shortages: [
        { productId: b, option: 'Paperback', available: 10 },
        { productId: 'none', option: 'Paperback', available: 0 },
        { productId: a, option: 'none', available: 0 }
      ]
    })
    assert.deepEqual([await stockOf(store, a), await stockOf(store, b)], [[10], [10]])
    const fitting = [line(a, 4), line(b, 10)]
    const outcome = await store.reserve({ orderId: 'o', lines: fitting, expiresAt: 9 })
    assert.deepEqual(outcome, { kind: 'reserved', expiresAt: 9 })
    assert.deepEqual([await stockOf(store, a), await stockOf(store, b)], [[6], [0]])
  })

  test(`${name}: the same order with the same lines lasts longer and takes nothing more`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    const again = await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 20 })
    assert.deepEqual(again, { kind: 'reserved', expiresAt: 20 })
    assert.deepEqual(await stockOf(store, id), [6])
    assert.equal(await store.expireReservations(19, 10), 0)
    const other = await store.reserve({ orderId: 'o', lines: [line(id, 5)], expiresAt: 20 })
    assert.deepEqual(other, { kind: 'mismatch' })
    assert.deepEqual(await stockOf(store, id), [6])
  })
}

function ends(name: string, open: OpenStore): void {
  test(`${name}: what is confirmed stays away, however often it is confirmed`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    const reservation = { orderId: 'o', lines: [line(id, 4)], expiresAt: 9 }
    await store.reserve(reservation)
    assert.deepEqual(await store.confirm('o'), { kind: 'done' })
    assert.deepEqual(await store.confirm('o'), { kind: 'done' })
    assert.deepEqual(await store.release('o'), { kind: 'confirmed' })
    assert.deepEqual(await store.reserve(reservation), { kind: 'confirmed' })
    assert.equal(await store.expireReservations(1_000, 10), 0)
    assert.deepEqual(await stockOf(store, id), [6])
    assert.deepEqual(await store.confirm('none'), { kind: 'unknown' })
  })

  test(`${name}: what is released comes back once`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    for (let time = 0; time < 3; time += 1) {
      assert.deepEqual(await store.release('o'), { kind: 'done' })
      assert.deepEqual(await stockOf(store, id), [10])
    }
  })

  test(`${name}: what expires comes back, and is taken again when it is confirmed after all`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    assert.equal(await store.expireReservations(8, 10), 0)
    assert.equal(await store.expireReservations(9, 10), 1)
    assert.equal(await store.expireReservations(9, 10), 0)
    assert.deepEqual(await stockOf(store, id), [10])
    assert.deepEqual(await store.confirm('o'), { kind: 'done' })
    assert.deepEqual(await stockOf(store, id), [6])
  })

  test(`${name}: what expired and was sold to another cannot be confirmed`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    await store.expireReservations(9, 10)
    await store.reserve({ orderId: 'p', lines: [line(id, 8)], expiresAt: 99 })
    const shortages = [{ productId: id, option: 'Paperback', available: 2 }]
    assert.deepEqual(await store.confirm('o'), { kind: 'out-of-stock', shortages })
    assert.deepEqual(await stockOf(store, id), [2])
    assert.deepEqual(await store.release('o'), { kind: 'done' })
    assert.deepEqual(await stockOf(store, id), [2])
  })

  test(`${name}: confirms what has expired and was not given back yet`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    assert.deepEqual(await store.confirm('o'), { kind: 'done' })
    assert.equal(await store.expireReservations(1_000, 10), 0)
    assert.deepEqual(await stockOf(store, id), [6])
  })

  test(`${name}: stock of a product that went is not given to the one that is made in its place`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    await store.remove(id)
    assert.deepEqual(await save(store, [draftOf()]), [id])
    assert.deepEqual(await store.release('o'), { kind: 'done' })
    assert.deepEqual(await stockOf(store, id), [10])
  })

  test(`${name}: expires and forgets in batches, the oldest first`, async t => {
    const [store] = await open(t, { clock: () => 1_000 })
    const [id = ''] = await save(store, [draftOf()])
    for (const [index, expiresAt] of [30, 10, 20].entries()) {
      await store.reserve({ orderId: `o${index}`, lines: [line(id, 1)], expiresAt })
    }
    assert.equal(await store.expireReservations(100, 2), 2)
    assert.deepEqual(await stockOf(store, id), [9])
    assert.equal(await store.expireReservations(100, 2), 1)
    assert.equal(await store.forgetReservations(100, 10), 0)
    assert.equal(await store.forgetReservations(101, 2), 2)
    assert.equal(await store.forgetReservations(101, 2), 1)
    assert.deepEqual(await store.confirm('o0'), { kind: 'unknown' })
  })

  test(`${name}: never forgets what is still reserved`, async t => {
    const [store] = await open(t)
    const [id = ''] = await save(store, [draftOf()])
    await store.reserve({ orderId: 'o', lines: [line(id, 4)], expiresAt: 9 })
    assert.equal(await store.forgetReservations(1_000, 10), 0)
    assert.deepEqual(await store.release('o'), { kind: 'done' })
    assert.deepEqual(await stockOf(store, id), [10])
  })
}

type Step =
  | { readonly kind: 'reserve'; readonly order: number; readonly amount: number }
  | { readonly kind: 'confirm' | 'release'; readonly order: number }
  | { readonly kind: 'expire' | 'update' }

const orders = 5
const stock = 8
const order = fc.nat({ max: orders - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      order,
      amount: fc.integer({ min: 1, max: 4 })
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('confirm' as const, 'release' as const), order })
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('expire' as const, 'update' as const) })
  }
)

function leaksNothing(name: string, open: OpenStore): void {
  test(`${name}: stock never goes below zero and none leaks, whatever two instances do at once`, async t => {
    const [store, other = store] = await open(t, { handles: 2 })
    let round = 0
    const rounds = fc.asyncProperty(
      fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 30 }),
      async steps => {
        round += 1
        const prefix = `r${round}-`
        const draft = draftOf({ sku: `R-${round}`, options: [optionOf({ stock })] })
        const [id = ''] = await save(store, [draft])
        const play = async ([{ kind, ...rest }, first]: readonly [
          Step,
          boolean
        ]): Promise<void> => {
          const handle = first ? store : other
          const given = { order: 0, amount: 1, ...rest }
          const orderId = `${prefix}${given.order}`
          if (kind === 'reserve') {
            await handle.reserve({ orderId, lines: [line(id, given.amount)], expiresAt: round })
          } else if (kind === 'expire') await handle.expireReservations(round, 2)
          else if (kind === 'update') await handle.save([keyed(draft)], keepStock)
          else await handle[kind](orderId)
          const [left = -1] = await stockOf(handle, id)
          assert.ok(left >= 0 && left <= stock, `${left} left`)
        }
        await Promise.all(steps.map(play))
        await settle(store, { id, prefix, round })
      }
    )
    await fc.assert(rounds, { numRuns: 60, endOnFailure: true })
  })
}

/** Ends whatever is open; what is missing then must be what was confirmed. */
async function settle(
  store: ProductStore,
  { id, prefix, round }: { readonly id: string; readonly prefix: string; readonly round: number }
): Promise<void> {
  await store.expireReservations(round, 100)
  let confirmed = 0
  for (let index = 0; index < orders; index += 1) {
    const orderId = `${prefix}${index}`
    const released = await store.release(orderId)
    if (released.kind === 'done') continue
    assert.equal(released.kind, 'confirmed')
    confirmed += await amountOf(store, orderId, id)
  }
  assert.deepEqual(await stockOf(store, id), [stock - confirmed])
}

/** The amount that a confirmed order holds: the one that does not mismatch. */
async function amountOf(store: ProductStore, orderId: string, id: string): Promise<number> {
  for (let amount = 1; amount <= 4; amount += 1) {
    const outcome = await store.reserve({ orderId, lines: [line(id, amount)], expiresAt: 0 })
    if (outcome.kind === 'confirmed') return amount
  }
  return assert.fail('the order is confirmed and holds nothing')
}

function line(productId: string, amount: number): ReservedLine {
  return { productId, option: 'Paperback', amount }
}
