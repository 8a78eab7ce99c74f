import { DomainError } from '@microzon/shared/errors'
import {
  createOnce,
  idempotencyMigration,
  openDatabase,
  type Database
} from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import type { ProductStore, ProductWriter } from '../../domain/ports.ts'
import { productNotFound } from '../../domain/product.ts'
import type { OpenProductStore, ProductStoreOptions } from '../open-product-store.ts'
import { createReader } from './reads.ts'
import {
  confirm,
  expireReservations,
  forgetReservations,
  release,
  reserve
} from './reservations.ts'
import { findKept, removeProduct, saveProducts, updateProducts } from './saves.ts'
import { productMigration, type ProductSchema } from './schema.ts'

type Context = Pick<ProductStoreOptions, 'clock' | 'createId'>

/** Opens products as documents in SQLite, and migrates. */
export async function openSqliteProductStore(
  options: ProductStoreOptions
): Promise<OpenProductStore> {
  const { url, clock, onQuery } = options
  const database = await openDatabase<ProductSchema>({
    url,
    clock,
    ...(onQuery !== undefined && { onQuery })
  })
  await database.migrate({
    '001-idempotency': idempotencyMigration,
    '002-product': productMigration
  })
  return {
    products: createStore(database, options),
    once: createOnce<ProductSchema, ProductWriter>({
      database,
      clock,
      bind: transaction => createWriter(transaction, options)
    }),
    // A transaction that dies is rolled back by SQLite itself.
    repair: () => Promise.resolve(0),
    ready: () => database.ready(),
    close: () => database.close()
  }
}

function createStore(database: Database<ProductSchema>, context: Context): ProductStore {
  const write = <Result>(work: (writer: ProductWriter) => Promise<Result>): Promise<Result> =>
    database.transaction(transaction => work(createWriter(transaction, context)))
  return {
    ...createReader(database),
    save: (drafts, options) => write(writer => writer.save(drafts, options)),
    replace: (id, draft, options) => write(writer => writer.replace(id, draft, options)),
    remove: id => write(writer => writer.remove(id)),
    reserve: reservation => write(writer => writer.reserve(reservation)),
    confirm: orderId => write(writer => writer.confirm(orderId)),
    release: orderId => write(writer => writer.release(orderId)),
    expireReservations: (now, limit) =>
      database.transaction(transaction => expireReservations(transaction, now, limit)),
    forgetReservations: (before, limit) =>
      database.transaction(transaction => forgetReservations(transaction, before, limit))
  }
}

function createWriter(transaction: Transaction<ProductSchema>, context: Context): ProductWriter {
  const { clock, createId } = context
  return {
    save: (drafts, { setStock }) =>
      saveProducts(transaction, drafts, { setStock, now: clock(), createId }),
    async replace(id, draft, { setStock }) {
      const [kept] = await findKept(transaction, 'id', [id])
      if (kept === undefined) throw productNotFound()
      const [other] = await findKept(transaction, 'business_key', [draft.businessKey])
      if (other !== undefined && other.seq !== kept.seq) {
        throw new DomainError(
          'PRODUCT_EXISTS',
          'another product has this sku, or name and category'
        )
      }
      await updateProducts(transaction, [{ draft, kept }], { setStock, now: clock(), createId })
    },
    async remove(id) {
      const [kept] = await findKept(transaction, 'id', [id])
      if (kept === undefined) return false
      await removeProduct(transaction, kept)
      return true
    },
    reserve: reservation => reserve(transaction, reservation),
    confirm: orderId => confirm(transaction, orderId, clock()),
    release: orderId => release(transaction, orderId)
  }
}
