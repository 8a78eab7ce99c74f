import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isStoreError } from '@microzon/shared/store'
import { ownMongodIsMissing } from '@microzon/shared/testing'
import { startMongod } from '@microzon/shared/testing/mongod'
import type { ProductStore } from '../src/domain/ports.ts'
import { keyed } from '../src/domain/upsert.ts'
import { keepStock, save, stockOf } from './contract/store.ts'
import { draftOf, optionOf } from './fixtures.ts'
import { assertConsistent, openInstances } from './mongo/instances.ts'

const orders = 12
const saves = 12

test(
  'mongodb: nothing is lost or taken twice when the server is killed under work',
  { skip: ownMongodIsMissing() },
  async t => {
    const mongod = await startMongod()
    t.after(() => mongod.stop())
    const instances = await openInstances(t, `${mongod.url}/shop`)
    const store = instances.instance()
    const [id = ''] = await save(store, [draftOf({ options: [optionOf({ stock: 100 })] })])
    const halfway = Promise.withResolvers<void>()
    const work = [ordering(store, id, halfway.resolve), saving(store), reading(store, id)]
    await halfway.promise
    await mongod.kill()
    await mongod.start()
    await Promise.all(work)
    await instances.repairLater()
    await assertConsistent(instances)
    assert.deepEqual(await stockOf(store, id), [100 - 2 * orders])
    assert.equal(await store.count('games'), saves)
  }
)

async function ordering(store: ProductStore, id: string, halfway: () => void) {
  const lines = [{ productId: id, option: 'Paperback', amount: 2 }]
  for (let index = 0; index < orders; index += 1) {
    if (index === orders / 2) halfway()
    const orderId = `order-${index}`
    await patiently(() => store.reserve({ orderId, lines, expiresAt: 9e9 }))
    const settled = await patiently(() => store.confirm(orderId))
    assert.equal(settled.kind, 'done')
  }
}

async function saving(store: ProductStore) {
  for (let index = 0; index < saves; index += 1) {
    const draft = keyed(draftOf({ sku: `S-${index}`, categories: ['Games'] }))
    const [saved] = await patiently(() => store.save([draft], keepStock))
    assert.ok(saved !== undefined)
  }
}

async function reading(store: ProductStore, id: string) {
  for (let index = 0; index < 100; index += 1) {
    const [left = -1] = await patiently(() => stockOf(store, id))
    assert.ok(left >= 100 - 2 * orders && left <= 100)
  }
}

/** As a client does that repeats what it was told has failed for a while. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const endsAt = performance.now() + 120_000
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isStoreError(error) || performance.now() > endsAt) throw error
    }
  }
}
