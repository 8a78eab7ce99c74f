import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { mongoDatabase } from '@microzon/shared/testing'
import { MongoClient } from 'mongodb'
import { keysOf } from '../../src/domain/category.ts'
import { tokensOf } from '../../src/domain/tokens.ts'
import type { ProductStore } from '../../src/domain/ports.ts'
import { openMongoProductStore } from '../../src/store/mongo/mongo-product-store.ts'
import { ensureCategories } from '../../src/store/mongo/categories.ts'
import { placesOf } from '../../src/store/mongo/places.ts'
import { collectionsOf, rootKey, type Collections } from '../../src/store/mongo/records.ts'
import { createStore, repair } from '../../src/store/mongo/store.ts'
import { withFaults, type Faults } from './faulty.ts'

/** A database that is set up, and the instances of the service that work on it. */
export type Instances = {
  readonly url: string
  readonly collections: Collections
  /** One more instance; its clock is the common one. */
  instance(faults?: Faults): ProductStore
  /** As the sweeper of a healthy instance does, when everything that died is old. */
  repairLater(): Promise<void>
  /** As it was at first. */
  clear(): Promise<void>
  readonly clock: { now: number }
}

const hour = 60 * 60_000

export async function openInstances(t: TestContext, at?: string): Promise<Instances> {
  const url = at ?? (await mongoDatabase(t))
  const opened = await openMongoProductStore({ url, clock: Date.now, createId: randomUUID })
  await opened.close()
  const client = new MongoClient(url)
  t.after(() => client.close())
  const collections = collectionsOf(client.db())
  const clock = { now: 1_000_000 }
  const contextOf = (seen: Collections) => ({
    collections: seen,
    clock: () => clock.now,
    createId: randomUUID
  })
  return {
    url,
    collections,
    clock,
    instance: faults =>
      createStore(contextOf(faults === undefined ? collections : withFaults(collections, faults))),
    async clear() {
      for (const collection of Object.values(collections)) await collection.deleteMany({})
      await ensureCategories(contextOf(collections), [])
    },
    async repairLater() {
      clock.now += hour
      while ((await repair(contextOf(collections), 100)) > 0);
    }
  }
}

/** Everything that follows from the products is as it must be, and nothing is left of any work. */
export async function assertConsistent({ collections }: Instances): Promise<void> {
  const products = await collections.products.find().toArray()
  const places = products.flatMap(({ _id, derived, doc }) => placesOf(_id, derived, doc))
  const kept = await collections.places.find().toArray()
  assert.deepEqual(kept.map(({ _id }) => _id).toSorted(), places.toSorted())
  const tokens = await collections.tokens.find().toArray()
  assert.deepEqual(
    tokens.map(record => [record.seq, record.tokens]).toSorted(bySeq),
    products.map(({ _id, doc }) => [_id, tokensOf(doc)]).toSorted(bySeq)
  )
  const counts = new Map([[rootKey, 0]])
  for (const { doc } of products) {
    for (const key of [rootKey, ...keysOf(doc.categories)]) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  const categories = await collections.categories.find().toArray()
  assert.deepEqual(
    new Map(categories.map(({ _id, products: count }) => [_id, count])),
    new Map([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1)))
  )
  assert.deepEqual(await collections.changes.find().toArray(), [])
  await assertHolds(products, collections)
}

/** Exactly what is reserved is held. */
async function assertHolds(
  products: readonly {
    readonly _id: number
    readonly stock: readonly { readonly left: number }[]
    readonly holds: readonly { readonly attempt: string }[]
  }[],
  { reservations }: Collections
) {
  const all = await reservations.find().toArray()
  assert.deepEqual(
    all.filter(({ lock }) => lock !== null),
    []
  )
  const held = products.flatMap(({ _id, holds }) => holds.map(({ attempt }) => `${attempt} ${_id}`))
  const reserved = all
    .filter(({ state }) => state === 'reserved')
    .flatMap(({ attempt, lines }) => lines.map(({ product }) => `${attempt} ${product}`))
  assert.deepEqual(held.toSorted(), [...new Set(reserved)].toSorted())
  for (const { stock } of products) assert.ok(stock.every(({ left }) => left >= 0))
}

function bySeq([left]: readonly unknown[], [right]: readonly unknown[]): number {
  return Number(left) - Number(right)
}
