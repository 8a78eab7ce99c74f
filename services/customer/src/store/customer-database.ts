import type { Once } from '@microzon/shared/idempotency'
import { createOnce, type Database } from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import type { Counters } from '../domain/throttle.ts'
import type { CustomerReader, CustomerStore, Transact } from '../domain/ports.ts'
import type { Session } from '../domain/session.ts'
import { createCounters } from './counters.ts'
import { createCustomerReader } from './customer-reader.ts'
import { createCustomerWriter } from './customer-writer.ts'
import { migrations } from './migrations.ts'
import type { CustomerSchema } from './schema.ts'
import { sweepCustomers } from './sweep.ts'

const claimsMax = 500

export type CustomerDatabase = {
  readonly customers: CustomerReader
  readonly transact: Transact
  readonly counters: Counters
  readonly renewSession: (session: Session) => Promise<void>
  readonly once: Once<CustomerStore>
  /** Deletes a batch of what is over; to be repeated. */
  readonly sweep: () => Promise<void>
}

/** The domain's ports in SQL. Brings the schema up to date; several instances may do so at once. */
export async function createCustomerDatabase(
  database: Database<CustomerSchema>,
  clock: () => number
): Promise<CustomerDatabase> {
  await database.migrate(migrations)
  const { kysely } = database
  const bind = (transaction: Transaction<CustomerSchema>): CustomerStore =>
    createCustomerWriter(transaction, clock)
  const once = createOnce({ database, bind, clock })
  return {
    customers: createCustomerReader(kysely),
    transact: work => database.transaction(transaction => work(bind(transaction))),
    counters: createCounters(database),
    async renewSession({ reference, expiresAt }) {
      await kysely
        .updateTable('session')
        .set({ expires_at: expiresAt })
        .where('reference', '=', reference)
        .execute()
    },
    once,
    async sweep() {
      await once.reapExpired(claimsMax)
      await sweepCustomers(database, clock())
    }
  }
}
