import type { Database } from '@microzon/shared/store'
import type { Due } from '../domain/ports.ts'
import { orderOf } from './order-row.ts'
import type { BillingSchema } from './schema.ts'

/**
 * Takes due orders by moving the time at which they are due: of several takers only one finds the
 * old time.
 */
export async function takeDue(
  { kysely }: Database<BillingSchema>,
  now: number,
  { limit, until }: { readonly limit: number; readonly until: number }
): Promise<readonly Due[]> {
  const rows = await kysely
    .selectFrom('orders')
    .selectAll()
    .where('is_open', '=', 1)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  const taken = await Promise.all(
    rows.map(async row => {
      const result = await kysely
        .updateTable('orders')
        .set({ due_at: until })
        .where('id', '=', row.id)
        .where('due_at', '=', row.due_at)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n ? [{ order: orderOf(row), tries: row.tries }] : []
    })
  )
  return taken.flat()
}
