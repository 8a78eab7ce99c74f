import type { Once } from '@microzon/shared/idempotency'
import {
  createOnce,
  openDatabase,
  type Database,
  type DatabaseOptions
} from '@microzon/shared/store'
import type { Kysely } from 'kysely'
import type { OrderStore } from '../domain/ports.ts'
import { migrations } from './migrations.ts'
import { orderOf, rowOf } from './order-row.ts'
import type { BillingSchema } from './schema.ts'
import { takeDue } from './take-due.ts'

export type OpenOrderStore = {
  readonly orders: OrderStore
  readonly once: Once<OrderStore>
  /** Forgets idempotency keys whose time is over. */
  readonly reap: () => Promise<void>
  readonly ready: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Opens the store and brings its tables up to date. */
export async function openOrderStore(
  options: DatabaseOptions & { readonly clock: () => number }
): Promise<OpenOrderStore> {
  const database = await openDatabase<BillingSchema>(options)
  await database.migrate(migrations)
  return {
    ...createOrderStores(database, options.clock),
    ready: () => database.ready(),
    close: () => database.close()
  }
}

/** The store, and the same one bound to the transaction of an idempotent request. */
export function createOrderStores(
  database: Database<BillingSchema>,
  clock: () => number
): Pick<OpenOrderStore, 'orders' | 'once' | 'reap'> {
  const bind = (kysely: Kysely<BillingSchema>): OrderStore => createOrderStore(kysely, database)
  const once = createOnce({ database, bind, clock })
  return {
    orders: bind(database.kysely),
    once,
    reap: async () => void (await once.reapExpired(1_000))
  }
}

function createOrderStore(
  kysely: Kysely<BillingSchema>,
  database: Database<BillingSchema>
): OrderStore {
  const found = kysely.selectFrom('orders').selectAll()
  return {
    async add(order) {
      // Until this has passed its request is at work on it; then whoever looks for due orders takes it.
      const row = { ...rowOf(order), due_at: order.createdAt + requestMs, tries: 0 }
      await kysely.insertInto('orders').values(row).onDuplicateKeyUpdate({ id: order.id }).execute()
    },
    async find(id) {
      const row = await found.where('id', '=', id).executeTakeFirst()
      return row && orderOf(row)
    },
    async findByKey(customerId, key) {
      const row = await found
        .where('customer_id', '=', customerId)
        .where('order_key', '=', key)
        .executeTakeFirst()
      return row && orderOf(row)
    },
    async list({ customerId, before, limit }) {
      const own = found.where('customer_id', '=', customerId)
      const page = before
        ? own.where(({ eb, and, or }) =>
            or([
              eb('created_at', '<', before.createdAt),
              and([eb('created_at', '=', before.createdAt), eb('id', '<', before.id)])
            ])
          )
        : own
      const rows = await page
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(orderOf)
    },
    async save(order) {
      const { id, ...columns } = rowOf(order)
      const result = await kysely
        .updateTable('orders')
        .set(columns)
        .where('id', '=', id)
        .where('revision', '=', order.revision - 1)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
    takeDue: (now, take) => takeDue(database, now, take),
    async postpone(id, { dueAt, tries }) {
      const due = { due_at: Math.round(dueAt), tries }
      await kysely.updateTable('orders').set(due).where('id', '=', id).execute()
    }
  }
}

/** Longer than a request may take. */
const requestMs = 15_000
