import { isUniqueViolation } from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import type { CustomerStore } from '../domain/ports.ts'
import { createAddressWriter } from './address-writer.ts'
import { forgiveCounters } from './counters.ts'
import { credentialsOf } from './rows.ts'
import type { CustomerSchema } from './schema.ts'
import { createSessionWriter } from './session-writer.ts'

/** The store within one transaction. */
export function createCustomerWriter(
  transaction: Transaction<CustomerSchema>,
  clock: () => number
): CustomerStore {
  return {
    insert: ({ customer: { id, email }, passwordHash: password_hash }) =>
      unlessTaken(() =>
        transaction
          .insertInto('customer')
          .values({ id, email, password_hash, created_at: clock() })
          .execute()
      ),
    async lock(customerId) {
      const row = await transaction
        .selectFrom('customer')
        .selectAll()
        .where('id', '=', customerId)
        .forUpdate()
        .executeTakeFirst()
      return row && credentialsOf(row)
    },
    setEmail: (customerId, email) =>
      unlessTaken(() =>
        transaction.updateTable('customer').set({ email }).where('id', '=', customerId).execute()
      ),
    async setPassword(customerId, password_hash) {
      await transaction
        .updateTable('customer')
        .set({ password_hash })
        .where('id', '=', customerId)
        .execute()
    },
    ...createSessionWriter(transaction),
    ...createAddressWriter(transaction),
    forgive: counters => forgiveCounters(transaction, counters)
  }
}

async function unlessTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}
