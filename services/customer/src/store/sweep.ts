import type { Database } from '@microzon/shared/store'
import type { CustomerSchema } from './schema.ts'

const batch = 500

/** Deletes a batch of the sessions and counters whose time is over. */
export async function sweepCustomers(
  database: Database<CustomerSchema>,
  now: number
): Promise<void> {
  await database.transaction(async transaction => {
    const rows = await transaction
      .selectFrom('session')
      .select('reference')
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(batch)
      .forUpdate()
      .execute()
    const references = rows.map(row => row.reference)
    if (references.length === 0) return
    await transaction.deleteFrom('session').where('reference', 'in', references).execute()
  })
  await database.transaction(async transaction => {
    const rows = await transaction
      .selectFrom('counter')
      .select('id')
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(batch)
      .forUpdate()
      .execute()
    const ids = rows.map(row => row.id)
    if (ids.length > 0) await transaction.deleteFrom('counter').where('id', 'in', ids).execute()
  })
}
