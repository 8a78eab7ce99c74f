import { DomainError } from '@microzon/shared/errors'
import {
  isUniqueViolation,
  openDatabase,
  type Database,
  type DatabaseOptions
} from '@microzon/shared/store'
import type { Selectable, Transaction } from 'kysely'
import type { Scenario } from '../domain/card.ts'
import { settlesAt, type Charge } from '../domain/charge.ts'
import type { ChargeOrder, ChargeStore } from '../domain/ports.ts'
import { migrations } from './migrations.ts'
import type { ProviderSchema } from './schema.ts'

export type OpenChargeStore = ChargeStore & {
  ready(): Promise<boolean>
  close(): Promise<void>
}

/** Opens the store and brings its tables up to date. */
export async function openChargeStore(options: DatabaseOptions): Promise<OpenChargeStore> {
  const database = await openDatabase<ProviderSchema>(options)
  await database.migrate(migrations)
  return {
    ...createChargeStore(database),
    ready: () => database.ready(),
    close: () => database.close()
  }
}

/** The simulator's tokens and charges in SQL. */
export function createChargeStore(database: Database<ProviderSchema>): ChargeStore {
  const { kysely } = database
  return {
    async addToken(token, card) {
      const row = { token, ...card, charge_key: null }
      await kysely.insertInto('card_token').values(row).execute()
    },
    charge: order => chargeOnce(database, order),
    async findByKey(key) {
      const row = await kysely
        .selectFrom('charge')
        .selectAll()
        .where('charge_key', '=', key)
        .executeTakeFirst()
      return row && chargeOf(row)
    },
    async list({ after, limit }) {
      const rows = await kysely
        .selectFrom('charge')
        .selectAll()
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(row => ({ sequence: row.sequence, charge: chargeOf(row) }))
    }
  }
}

/**
 * Two charges with one key and two tokens lock different rows: the second to write fails, and then
 * finds the first.
 */
async function chargeOnce(database: Database<ProviderSchema>, order: ChargeOrder): Promise<Charge> {
  const run = (): Promise<Charge> => database.transaction(transaction => charge(transaction, order))
  try {
    return await run()
  } catch (error) {
    if (isUniqueViolation(error)) return run()
    throw error
  }
}

async function charge(
  transaction: Transaction<ProviderSchema>,
  order: ChargeOrder
): Promise<Charge> {
  // The token's row is the lock: two charges with one token, or with one key, come one after the other.
  const card = await transaction
    .selectFrom('card_token')
    .selectAll()
    .where('token', '=', order.token)
    .forUpdate()
    .executeTakeFirst()
  const known = await transaction
    .selectFrom('charge')
    .selectAll()
    .where('charge_key', '=', order.key)
    .executeTakeFirst()
  if (known !== undefined) return sameCharge(chargeOf(known), order)
  assertInTime(order)
  if (card === undefined) throw new DomainError('CARD_TOKEN_UNKNOWN', 'there is no such card token')
  if (card.charge_key !== null) {
    throw new DomainError('CARD_TOKEN_USED', 'the card token has been used')
  }
  const { id, key, token, reference, amountCents, now } = order
  const scenario = card.scenario as Scenario
  const made: Charge = {
    ...{ id, key, token, reference, amountCents, scenario },
    createdAt: now,
    settlesAt: settlesAt(scenario, now)
  }
  await transaction
    .updateTable('card_token')
    .set({ charge_key: key })
    .where('token', '=', token)
    .execute()
  await transaction.insertInto('charge').values(rowOf(made)).execute()
  return made
}

/** Whoever asked may have been told already that there is no such charge, and count on it. */
function assertInTime({ now, expiresAt }: ChargeOrder): void {
  if (expiresAt !== undefined && now >= expiresAt) {
    throw new DomainError('CHARGE_EXPIRED', 'the charge has come after its time')
  }
}

function sameCharge(known: Charge, order: ChargeOrder): Charge {
  if (known.amountCents !== order.amountCents || known.reference !== order.reference) {
    throw new DomainError('CHARGE_MISMATCH', 'the key stands for another charge')
  }
  return known
}

function rowOf(made: Charge): Omit<Selectable<ProviderSchema['charge']>, 'sequence'> {
  const { id, key, token, reference, amountCents, scenario, createdAt, settlesAt: at } = made
  return {
    ...{ id, token, reference, scenario },
    charge_key: key,
    amount_cents: amountCents,
    created_at: createdAt,
    settles_at: at
  }
}

function chargeOf(row: Selectable<ProviderSchema['charge']>): Charge {
  return {
    id: row.id,
    key: row.charge_key,
    token: row.token,
    reference: row.reference,
    amountCents: row.amount_cents,
    scenario: row.scenario as Scenario,
    createdAt: row.created_at,
    settlesAt: row.settles_at
  }
}
