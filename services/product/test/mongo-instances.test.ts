import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mongoTest } from '@microzon/shared/testing'
import type { ProductStore } from '../src/domain/ports.ts'
import type { ReservationOutcome } from '../src/domain/reservation.ts'
import { keyed } from '../src/domain/upsert.ts'
import { openProductStore } from '../src/store/open-product-store.ts'
import { keepStock, save, stockOf } from './contract/store.ts'
import { draftOf, optionOf } from './fixtures.ts'
import { stoppingBefore } from './mongo/faulty.ts'
import { assertConsistent, openInstances } from './mongo/instances.ts'

mongoTest('mongodb: fifty orders at once take ten of ten', async (t, url) => {
  const instances = await openInstances(t, url)
  const stores = [instances.instance(), instances.instance()]
  const [store] = stores
  assert.ok(store !== undefined)
  const [id = ''] = await save(store, [draftOf()])
  const lines = [{ productId: id, option: 'Paperback', amount: 1 }]
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index): Promise<ReservationOutcome> => {
      const instance = stores[index % 2] ?? store
      return instance.reserve({ orderId: `o-${index}`, lines, expiresAt: 9e9 })
    })
  )
  const kinds = Object.groupBy(outcomes, ({ kind }) => kind)
  assert.deepEqual([kinds.reserved?.length, kinds['out-of-stock']?.length], [10, 40])
  assert.deepEqual(await stockOf(store, id), [0])
  await assertConsistent(instances)
})

mongoTest('mongodb: an order that asks twice at once takes its stock once', async (t, url) => {
  const instances = await openInstances(t, url)
  const store = instances.instance()
  const [id = ''] = await save(store, [draftOf()])
  const lines = [{ productId: id, option: 'Paperback', amount: 3 }]
  const asked = Array.from({ length: 8 }, () =>
    instances.instance().reserve({ orderId: 'o', lines, expiresAt: 9e9 })
  )
  assert.ok((await Promise.all(asked)).every(({ kind }) => kind === 'reserved'))
  assert.deepEqual(await stockOf(store, id), [7])
  await assertConsistent(instances)
})

mongoTest('mongodb: several instances set an empty database up at once', async (t, url) => {
  const open = async (): Promise<ProductStore> => {
    const store = await openProductStore({ url, clock: Date.now, createId: randomUUID })
    t.after(() => store.close())
    return store.products
  }
  const opened = await Promise.all(Array.from({ length: 4 }, open))
  await Promise.all(opened.map((store, index) => save(store, [draftOf({ sku: `${index}` })])))
  assert.equal(await opened[0]?.count(), 4)
})

mongoTest('mongodb: who lost the answer to a first save is told the same again', async (t, url) => {
  const { collections } = await openInstances(t, url)
  const store = await openProductStore({ url, clock: Date.now, createId: randomUUID })
  t.after(() => store.close())
  const claim = { scope: 's', key: 'k'.repeat(16), fingerprint: 'f' }
  const saving = () =>
    store.once.run(claim, async writer => {
      const [saved] = await writer.save([keyed(draftOf())], keepStock)
      return { status: saved?.outcome === 'created' ? 201 : 200, body: saved }
    })
  const first = await saving()
  assert.equal(first.answer.status, 201)
  // As if the process had died before it could store the answer.
  const claims = collections.products.db.collection('claims')
  await claims.updateMany({}, { $set: { status: null, claimedAt: 0 } })
  assert.deepEqual(await saving(), first)
  assert.equal(await store.products.count(), 1)
  const other = await store.once.run({ ...claim, key: 'j'.repeat(16) }, async writer => {
    const [saved] = await writer.save([keyed(draftOf())], keepStock)
    return { status: 200, body: saved?.outcome }
  })
  assert.equal(other.answer.body, 'updated')
})

mongoTest('mongodb: the database itself refuses stock below zero', async (t, url) => {
  const { collections, instance } = await openInstances(t, url)
  await save(instance(), [draftOf()])
  const refused = collections.products.updateMany({}, { $inc: { 'stock.0.left': -11 } })
  await assert.rejects(refused, { code: 121 })
  await assert.rejects(collections.products.updateMany({}, { $unset: { stock: 1 } }), {
    code: 121
  })
})

mongoTest('mongodb: who was taken for dead takes nothing any more', async (t, url) => {
  const instances = await openInstances(t, url)
  const healthy = instances.instance()
  const [one = '', other = ''] = await save(healthy, [draftOf({ sku: 'A' }), draftOf({ sku: 'B' })])
  const lines = [one, other].map(productId => ({ productId, option: 'Paperback', amount: 2 }))
  const faults = stoppingBefore('products.updateOne')
  const slow = instances.instance(faults).reserve({ orderId: 'o', lines, expiresAt: 9e9 })
  await faults.reached
  instances.clock.now += 60_000
  assert.deepEqual(await healthy.release('o'), { kind: 'done' })
  assert.deepEqual(await stockOf(healthy, one), [10])
  faults.goOn()
  // It finds its lock gone and begins anew.
  assert.equal((await slow).kind, 'reserved')
  assert.deepEqual([await stockOf(healthy, one), await stockOf(healthy, other)], [[8], [8]])
  assert.deepEqual(await healthy.release('o'), { kind: 'done' })
  assert.deepEqual([await stockOf(healthy, one), await stockOf(healthy, other)], [[10], [10]])
  await assertConsistent(instances)
})

for (const write of ['products.insertMany', 'categories.bulkWrite', 'changes.deleteOne']) {
  mongoTest(
    `mongodb: who stopped before ${write} and was repaired counts right`,
    async (t, url) => {
      const instances = await openInstances(t, url)
      const healthy = instances.instance()
      await save(healthy, [draftOf({ sku: 'A' })])
      const faults = stoppingBefore(write)
      const slow = save(instances.instance(faults), [
        draftOf({ sku: 'B', categories: ['Books/Drama'] })
      ])
      await faults.reached
      await instances.repairLater()
      await save(healthy, [draftOf({ sku: 'C' })])
      faults.goOn()
      await slow
      await instances.repairLater()
      await assertConsistent(instances)
      assert.equal(await healthy.count('books'), 3)
    }
  )
}

mongoTest(
  'mongodb: instances that move the same products about agree in the end',
  async (t, url) => {
    const instances = await openInstances(t, url)
    const stores = [instances.instance(), instances.instance(), instances.instance()]
    const places = ['Books/Poetry', 'Books/Drama', 'Games', 'Gifts/Small']
    const work = stores.map(async (store, at) => {
      for (let round = 0; round < 6; round += 1) {
        const drafts = Array.from({ length: 6 }, (_, index) =>
          draftOf({
            sku: `S-${index}`,
            name: `Name ${(index + round * at) % 5}`,
            categories: [places[(index + round + at) % places.length] ?? ''],
            options: [optionOf({ priceInCent: (index * round) % 7 })]
          })
        )
        await store.save(drafts.map(keyed), keepStock)
        const [gone] = await store.list({ sort: 'newest', limit: 1 })
        if (round === at + 1 && gone !== undefined) await store.remove(gone.product.id)
      }
    })
    await Promise.all(work)
    await instances.repairLater()
    await assertConsistent(instances)
  }
)
