import type { Migrations } from '@microzon/shared/store'

export const migrations: Migrations = {
  '001-card-token': {
    up: db =>
      db.schema
        .createTable('card_token')
        .ifNotExists()
        .addColumn('token', 'varchar(64)', column => column.primaryKey())
        .addColumn('scenario', 'varchar(32)', column => column.notNull())
        .addColumn('brand', 'varchar(32)', column => column.notNull())
        .addColumn('last4', 'char(4)', column => column.notNull())
        .addColumn('charge_key', 'varchar(64)')
        .execute()
  },
  '002-charge': {
    up: db =>
      db.schema
        .createTable('charge')
        .ifNotExists()
        .addColumn('sequence', 'integer', column => column.primaryKey().autoIncrement())
        .addColumn('id', 'varchar(36)', column => column.notNull().unique())
        .addColumn('charge_key', 'varchar(64)', column => column.notNull().unique())
        .addColumn('token', 'varchar(64)', column => column.notNull())
        .addColumn('reference', 'varchar(64)', column => column.notNull())
        .addColumn('amount_cents', 'bigint', column => column.notNull())
        .addColumn('scenario', 'varchar(32)', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('settles_at', 'bigint', column => column.notNull())
        .execute()
  }
}
