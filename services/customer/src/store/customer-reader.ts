import type { Kysely } from 'kysely'
import type { CustomerReader } from '../domain/ports.ts'
import { addressOf, credentialsOf, sessionOf } from './rows.ts'
import type { CustomerSchema } from './schema.ts'

export function createCustomerReader(database: Kysely<CustomerSchema>): CustomerReader {
  return {
    find: customerId =>
      database
        .selectFrom('customer')
        .select(['id', 'email'])
        .where('id', '=', customerId)
        .executeTakeFirst(),
    async findCredentials(by) {
      const [column, value] =
        'email' in by ? (['email', by.email] as const) : (['id', by.customerId] as const)
      const row = await database
        .selectFrom('customer')
        .selectAll()
        .where(column, '=', value)
        .executeTakeFirst()
      return row && credentialsOf(row)
    },
    async findSession(reference) {
      const row = await database
        .selectFrom('session')
        .innerJoin('customer', 'customer.id', 'session.customer_id')
        .selectAll('session')
        .select('customer.email')
        .where('session.reference', '=', reference)
        .executeTakeFirst()
      if (row === undefined) return undefined
      return { session: sessionOf(row), customer: { id: row.customer_id, email: row.email } }
    },
    async findAddresses(customerId) {
      const rows = await database
        .selectFrom('address')
        .selectAll()
        .where('customer_id', '=', customerId)
        .orderBy('position')
        .execute()
      return rows.map(addressOf)
    }
  }
}
