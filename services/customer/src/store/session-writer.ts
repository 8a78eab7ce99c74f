import type { Transaction } from 'kysely'
import type { CustomerStore } from '../domain/ports.ts'
import { rowOfSession } from './rows.ts'
import type { CustomerSchema } from './schema.ts'

/** What a customer can have too many of is a few; the rest goes with the next login. */
const surplusMax = 100

type SessionWriter = Pick<CustomerStore, 'insertSession' | 'deleteSession' | 'deleteOtherSessions'>

export function createSessionWriter(transaction: Transaction<CustomerSchema>): SessionWriter {
  return {
    async insertSession(session, sessionsMax) {
      await transaction.insertInto('session').values(rowOfSession(session)).execute()
      const surplus = await transaction
        .selectFrom('session')
        .select('reference')
        .where('customer_id', '=', session.customerId)
        .orderBy('expires_at', 'desc')
        .orderBy('reference')
        .limit(surplusMax)
        .offset(sessionsMax)
        .execute()
      const references = surplus.map(row => row.reference)
      if (references.length === 0) return
      await transaction.deleteFrom('session').where('reference', 'in', references).execute()
    },
    async deleteSession(reference) {
      await transaction.deleteFrom('session').where('reference', '=', reference).execute()
    },
    async deleteOtherSessions(customerId, reference) {
      await transaction
        .deleteFrom('session')
        .where('customer_id', '=', customerId)
        .where('reference', '<>', reference)
        .execute()
    }
  }
}
