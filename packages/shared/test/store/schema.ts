import {
  idempotencyMigration,
  type IdempotencySchema,
  type Migrations
} from '../../src/store/index.ts'

/** A small service's store, for the tests of what all stores share. */
export type TestSchema = IdempotencySchema & {
  readonly account: {
    readonly id: string
    readonly name: string
    readonly cents: number
  }
  readonly booking: {
    readonly id: string
    readonly account_id: string
    readonly cents: number
  }
}

export const migrations: Migrations = {
  '001-account': {
    async up(database) {
      await database.schema
        .createTable('account')
        .ifNotExists()
        .addColumn('id', 'varchar(64)', column => column.primaryKey())
        .addColumn('name', 'varchar(100)', column => column.notNull().unique())
        .addColumn('cents', 'bigint', column => column.notNull())
        .execute()
    }
  },
  '002-booking': {
    async up(database) {
      await database.schema
        .createTable('booking')
        .ifNotExists()
        .addColumn('id', 'varchar(64)', column => column.primaryKey())
        .addColumn('account_id', 'varchar(64)', column => column.notNull())
        .addColumn('cents', 'bigint', column => column.notNull())
        .addForeignKeyConstraint('booking_account', ['account_id'], 'account', ['id'])
        .execute()
    }
  },
  '003-idempotency': idempotencyMigration
}

export function account(id: string, changes: { name?: string; cents?: number } = {}) {
  return { id, name: id, cents: 0, ...changes }
}
