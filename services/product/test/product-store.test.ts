import assert from 'node:assert/strict'
import { mongoDatabase, mongoIsMissing } from '@microzon/shared/testing'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { listCategory, listProducts, searchProducts } from '../src/domain/catalogue.ts'
import type { Sort } from '../src/domain/ports.ts'
import { openProductStore } from '../src/store/open-product-store.ts'
import { catalogueContract } from './contract/catalogue-contract.ts'
import { reservationContract } from './contract/reservation-contract.ts'
import { searchContract } from './contract/search-contract.ts'
import { save, type Handle, type OpenStore } from './contract/store.ts'
import { draftOf } from './fixtures.ts'

productStoreContract('sqlite in memory', async (t, { clock = Date.now } = {}) => {
  return [await openAt(t, 'sqlite::memory:', clock)]
})
productStoreContract('sqlite in a file', async (t, { handles = 1, clock = Date.now } = {}) => {
  const file = await createFile(t)
  const first = await openAt(t, `sqlite:${file}`, clock)
  const others = Array.from({ length: handles - 1 }, () => openAt(t, `sqlite:${file}`, clock))
  return [first, ...(await Promise.all(others))]
})
productStoreContract(
  'mongodb',
  async (t, { handles = 1, clock = Date.now } = {}) => {
    const url = await mongoDatabase(t)
    const first = await openAt(t, url, clock)
    const others = Array.from({ length: handles - 1 }, () => openAt(t, url, clock))
    return [first, ...(await Promise.all(others))]
  },
  mongoIsMissing()
)

/** What every store of products must do. */
function productStoreContract(
  name: string,
  open: OpenStore,
  isMissing: false | string = false
): void {
  if (isMissing !== false) {
    test(`${name}: the contract`, { skip: isMissing }, () => undefined)
    return
  }
  catalogueContract(name, open)
  searchContract(name, open)
  reservationContract(name, open)
}

test('lists and searches by indexes alone, however many products there are', async t => {
  const file = await createFile(t)
  const statements = new Set<string>()
  const store = await openProductStore({
    url: `sqlite:${file}`,
    clock: Date.now,
    createId: randomUUID,
    onQuery: ({ sql }) => statements.add(sql)
  })
  t.after(() => store.close())
  const { products } = store
  await save(
    products,
    Array.from({ length: 5 }, (_, index) => draftOf({ name: `Garden ${index}` }))
  )
  statements.clear()
  const sorts: readonly Sort[] = ['newest', 'price-asc', 'price-desc', 'name']
  for (const sort of sorts) {
    const { next = '' } = await listCategory(products, 'books', { limit: 1, sort })
    await listCategory(products, 'books', { limit: 1, sort, cursor: next })
  }
  const { next = '' } = await listProducts(products, { limit: 1 })
  await listProducts(products, { limit: 1, cursor: next })
  await searchProducts(products, { text: 'gardne', limit: 1 })
  await products.find(['a', 'b'])
  const database = new DatabaseSync(file)
  t.after(() => database.close())
  for (const sql of statements) {
    const plan = database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(row => String(row['detail']))
    const scans = plan.filter(detail =>
      /^SCAN (?!json_each|page|search VIRTUAL|product$)/.test(detail)
    )
    assert.deepEqual(scans, [], sql)
  }
})

async function openAt(t: TestContext, url: string, clock: () => number): Promise<Handle> {
  const store = await openProductStore({ url, clock, createId: randomUUID })
  t.after(() => store.close())
  return { ...store.products, repair: limit => store.repair(limit) }
}

async function createFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-product-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'product.db')
}
