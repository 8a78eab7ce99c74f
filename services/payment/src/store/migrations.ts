import { idempotencyMigration, type Migrations } from '@microzon/shared/store'

export const migrations: Migrations = {
  '001-idempotency': idempotencyMigration,
  '002-charge': {
    up: db =>
      db.schema
        .createTable('charge')
        .ifNotExists()
        .addColumn('charge_key', 'varchar(64)', column => column.primaryKey())
        .addColumn('id', 'varchar(36)', column => column.notNull().unique())
        .addColumn('order_id', 'varchar(64)', column => column.notNull())
        .addColumn('amount_cents', 'bigint', column => column.notNull())
        .addColumn('card_token', 'varchar(64)', column => column.notNull())
        .addColumn('state', 'varchar(16)', column => column.notNull())
        .addColumn('reason', 'varchar(32)')
        .addColumn('provider_charge_id', 'varchar(64)')
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('updated_at', 'bigint', column => column.notNull())
        .execute()
  }
}
