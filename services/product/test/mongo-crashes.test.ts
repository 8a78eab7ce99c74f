import assert from 'node:assert/strict'
import { mongoTest } from '@microzon/shared/testing'
import type { ProductStore } from '../src/domain/ports.ts'
import { keyed } from '../src/domain/upsert.ts'
import { save, setStock, stockOf } from './contract/store.ts'
import { draftOf, optionOf } from './fixtures.ts'
import { Crash, dyingAfter } from './mongo/faulty.ts'
import { assertConsistent, openInstances, type Instances } from './mongo/instances.ts'

/** Something that dies after each of its writes, and what must be true once it was done again. */
type Scenario = {
  readonly name: string
  /** What is there before. */
  readonly given?: (store: ProductStore, ids: readonly string[]) => Promise<unknown>
  readonly work: (store: ProductStore, ids: readonly string[]) => Promise<unknown>
  /** The stock of the two products that are there before. */
  readonly stock: readonly [number, number]
  /** It is what a sweeper does, after it has repaired. */
  readonly isSweep?: boolean
}

const order = 'order'
const a = draftOf({ sku: 'A', name: 'Alpha', categories: ['Books/Poetry'] })
const b = draftOf({ sku: 'B', name: 'Beta', categories: ['Books/Drama', 'Gifts'] })
const moved = draftOf({
  sku: 'A',
  name: 'Omega',
  categories: ['Games'],
  options: [optionOf({ stock: 99 }), optionOf({ name: 'Cloth', stock: 5 })]
})

const scenarios: readonly Scenario[] = [
  {
    name: 'saving new ones',
    work: store =>
      save(store, [draftOf({ sku: 'C', name: 'c' }), draftOf({ sku: 'D', name: 'd' })]),
    stock: [10, 10]
  },
  {
    name: 'saving what moves to another category',
    work: store => save(store, [moved, b]),
    stock: [10, 10]
  },
  {
    name: 'replacing with another stock',
    work: (store, [id = '']) => store.replace(id, keyed(moved), setStock),
    stock: [99, 10]
  },
  { name: 'taking out', work: (store, [, id = '']) => store.remove(id), stock: [10, -1] },
  { name: 'reserving', work: reserve, stock: [6, 7] },
  { name: 'confirming', given: reserve, work: store => store.confirm(order), stock: [6, 7] },
  { name: 'releasing', given: reserve, work: store => store.release(order), stock: [10, 10] },
  {
    name: 'expiring',
    given: reserve,
    work: store => store.expireReservations(2_000_000_000, 10),
    stock: [10, 10],
    isSweep: true
  },
  {
    name: 'confirming what has expired',
    given: expire,
    work: store => store.confirm(order),
    stock: [6, 7]
  },
  { name: 'reserving what has expired', given: expire, work: reserve, stock: [6, 7] }
]

for (const scenario of scenarios) {
  mongoTest(`mongodb: ${scenario.name} may die after any write`, async (t, url) => {
    const instances = await openInstances(t, url)
    await dyingEverywhere(instances, scenario, async () => {
      await instances.repairLater()
      await assertConsistent(instances)
    })
  })

  if (scenario.isSweep === true) continue
  mongoTest(`mongodb: ${scenario.name} can be done again at once`, async (t, url) => {
    const instances = await openInstances(t, url)
    await dyingEverywhere(instances, scenario, async () => {
      // The lease of whoever has died is over, and nothing is repaired.
      instances.clock.now += 20_000
    })
  })
}

/** Lets the work die after its first write, its second and so on; each time it is done again. */
async function dyingEverywhere(
  instances: Instances,
  { given, work, stock }: Scenario,
  meanwhile: () => Promise<void>
) {
  for (let count = 1, isOver = false; !isOver; count += 1) {
    await instances.clear()
    const healthy = instances.instance()
    const ids = await save(healthy, [a, b])
    await given?.(healthy, ids)
    const faults = dyingAfter(count)
    await work(instances.instance(faults), ids).catch(error => {
      if (!(error instanceof Crash)) throw error
    })
    isOver = faults.made() < count
    await meanwhile()
    await work(healthy, ids)
    const left = await Promise.all(ids.map(async id => (await stockOf(healthy, id))[0] ?? -1))
    assert.deepEqual(left, stock, `died after write ${count}`)
    await instances.repairLater()
    await assertConsistent(instances)
  }
}

async function reserve(store: ProductStore, [one = '', other = '']: readonly string[]) {
  const lines = [
    { productId: one, option: 'Paperback', amount: 4 },
    { productId: other, option: 'Paperback', amount: 3 }
  ]
  assert.equal((await store.reserve({ orderId: order, lines, expiresAt: 1e9 })).kind, 'reserved')
}

async function expire(store: ProductStore, ids: readonly string[]) {
  await reserve(store, ids)
  assert.equal(await store.expireReservations(1e9, 10), 1)
}
