import type { Transaction } from 'kysely'
import type { CustomerStore } from '../domain/ports.ts'
import type { CustomerSchema } from './schema.ts'

type AddressWriter = Pick<CustomerStore, 'countAddresses' | 'insertAddress' | 'deleteAddress'>

export function createAddressWriter(transaction: Transaction<CustomerSchema>): AddressWriter {
  return {
    async countAddresses(customerId) {
      const { count } = await transaction
        .selectFrom('address')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('customer_id', '=', customerId)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async insertAddress(customerId, { id, name, street, postalCode, city, country }) {
      const { last } = await transaction
        .selectFrom('address')
        .select(({ fn }) => fn.max('position').as('last'))
        .where('customer_id', '=', customerId)
        .executeTakeFirstOrThrow()
      const position = last === null ? 0 : Number(last) + 1
      const text = { name, street, postal_code: postalCode, city, country }
      await transaction
        .insertInto('address')
        .values({ id, customer_id: customerId, position, ...text })
        .execute()
    },
    async deleteAddress(customerId, addressId) {
      const { numDeletedRows } = await transaction
        .deleteFrom('address')
        .where('customer_id', '=', customerId)
        .where('id', '=', addressId)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    }
  }
}
