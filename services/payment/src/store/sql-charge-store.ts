import type { Once } from '@microzon/shared/idempotency'
import {
  createOnce,
  openDatabase,
  type Database,
  type DatabaseOptions
} from '@microzon/shared/store'
import type { Kysely, Selectable } from 'kysely'
import type { Charge, ChargeOutcome, Refusal, Settled } from '../domain/charge.ts'
import type { ChargeStore } from '../domain/ports.ts'
import { migrations } from './migrations.ts'
import type { PaymentSchema } from './schema.ts'

export type OpenChargeStore = {
  readonly charges: ChargeStore
  readonly once: Once<ChargeStore>
  /** Forgets idempotency keys whose time is over. Charges are kept: a key means the same for ever. */
  readonly reap: () => Promise<void>
  readonly ready: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Opens the store and brings its tables up to date. */
export async function openChargeStore(
  options: DatabaseOptions & { readonly clock: () => number }
): Promise<OpenChargeStore> {
  const database = await openDatabase<PaymentSchema>(options)
  await database.migrate(migrations)
  return {
    ...createChargeStores(database, options.clock),
    ready: () => database.ready(),
    close: () => database.close()
  }
}

/** The store, and the same one bound to the transaction of an idempotent request. */
export function createChargeStores(
  database: Database<PaymentSchema>,
  clock: () => number
): Pick<OpenChargeStore, 'charges' | 'once' | 'reap'> {
  const bind = (kysely: Kysely<PaymentSchema>): ChargeStore => createChargeStore(kysely, clock)
  const once = createOnce({ database, bind, clock })
  return {
    charges: bind(database.kysely),
    once,
    reap: async () => void (await once.reapExpired(1_000))
  }
}

function createChargeStore(kysely: Kysely<PaymentSchema>, clock: () => number): ChargeStore {
  return {
    async add({ id, key, orderId, amountCents, cardToken }) {
      const now = clock()
      const row = {
        id,
        charge_key: key,
        order_id: orderId,
        amount_cents: amountCents,
        card_token: cardToken,
        state: 'pending',
        reason: null,
        provider_charge_id: null,
        created_at: now,
        updated_at: now
      }
      await kysely
        .insertInto('charge')
        .values(row)
        .onDuplicateKeyUpdate({ charge_key: key })
        .execute()
    },
    async findByKey(key) {
      const row = await kysely
        .selectFrom('charge')
        .selectAll()
        .where('charge_key', '=', key)
        .executeTakeFirst()
      return row && chargeOf(row)
    },
    async settle(key, outcome) {
      await kysely
        .updateTable('charge')
        .set({ ...columnsOf(outcome), updated_at: clock() })
        .where('charge_key', '=', key)
        .where('state', '=', 'pending')
        .execute()
    }
  }
}

function columnsOf(
  outcome: Settled
): Pick<Selectable<PaymentSchema['charge']>, 'state' | 'reason' | 'provider_charge_id'> {
  return outcome.kind === 'succeeded'
    ? { state: 'succeeded', reason: null, provider_charge_id: outcome.providerChargeId }
    : { state: 'refused', reason: outcome.reason, provider_charge_id: null }
}

function chargeOf(row: Selectable<PaymentSchema['charge']>): Charge {
  return {
    id: row.id,
    key: row.charge_key,
    orderId: row.order_id,
    amountCents: row.amount_cents,
    cardToken: row.card_token,
    outcome: outcomeOf(row)
  }
}

function outcomeOf(row: Selectable<PaymentSchema['charge']>): ChargeOutcome {
  switch (row.state) {
    case 'succeeded':
      return { kind: 'succeeded', providerChargeId: row.provider_charge_id ?? '' }
    case 'refused':
      return { kind: 'refused', reason: row.reason as Refusal }
    default:
      return { kind: 'pending' }
  }
}
