import type { Database } from '@microzon/shared/store'
import type { CartSchema } from './schema.ts'

const batch = 200

/** Deletes a batch of what has been over for long: carts with their lines, and checkouts. */
export async function sweepCarts(database: Database<CartSchema>, now: number): Promise<void> {
  await database.transaction(async transaction => {
    const rows = await transaction
      .selectFrom('cart')
      .select('id')
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(batch)
      // A guest who comes back at this moment wins: the row is then not one of these any more.
      .forUpdate()
      .execute()
    const ids = rows.map(row => row.id)
    if (ids.length === 0) return
    await transaction.deleteFrom('cart_line').where('cart_id', 'in', ids).execute()
    await transaction.deleteFrom('cart').where('id', 'in', ids).execute()
  })
  await database.transaction(async transaction => {
    const rows = await transaction
      .selectFrom('checkout')
      .select('id')
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(batch)
      .forUpdate()
      .execute()
    const ids = rows.map(row => row.id)
    if (ids.length > 0) await transaction.deleteFrom('checkout').where('id', 'in', ids).execute()
  })
}
