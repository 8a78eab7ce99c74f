import type { Once } from '@microzon/shared/idempotency'
import { createOnce, type Database } from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import type { CartReader, CartStore, RenewFreeze, Transact } from '../domain/store.ts'
import { createCartReader } from './cart-reader.ts'
import { createCartWriter } from './cart-writer.ts'
import { migrations } from './migrations.ts'
import type { CartSchema } from './schema.ts'
import { sweepCarts } from './sweep.ts'

const claimsMax = 500

export type CartDatabase = {
  readonly carts: CartReader
  readonly transact: Transact
  readonly renewFreeze: RenewFreeze
  readonly once: Once<CartStore>
  /** Deletes a batch of what is over; to be repeated. */
  readonly sweep: () => Promise<void>
}

/** The domain's ports in SQL. Brings the schema up to date; several instances may do so at once. */
export async function createCartDatabase(
  database: Database<CartSchema>,
  clock: () => number
): Promise<CartDatabase> {
  await database.migrate(migrations)
  const bind = (transaction: Transaction<CartSchema>): CartStore =>
    createCartWriter(transaction, clock)
  const once = createOnce({ database, bind, clock })
  return {
    carts: createCartReader(database.kysely),
    async renewFreeze({ cartId, checkoutId }, { now, expiresAt }) {
      await database.kysely
        .updateTable('cart')
        .set({ frozen_until: expiresAt })
        .where('id', '=', cartId)
        .where('checkout_id', '=', checkoutId)
        .where('frozen_until', '>', now)
        .execute()
    },
    transact: work => database.transaction(transaction => work(bind(transaction))),
    once,
    async sweep() {
      await once.reapExpired(claimsMax)
      await sweepCarts(database, clock())
    }
  }
}
