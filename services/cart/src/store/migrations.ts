import { idempotencyMigration, type Migrations } from '@microzon/shared/store'
import { sql } from 'kysely'

/**
 * One statement each: MySQL cannot undo a change of a schema. Indexes are constraints for the same
 * reason.
 */
export const migrations: Migrations = {
  '001-idempotency': idempotencyMigration,
  '002-cart': {
    async up(database) {
      await database.schema
        .createTable('cart')
        .ifNotExists()
        .addColumn('id', 'varchar(36)', column => column.primaryKey())
        .addColumn('customer_id', 'varchar(64)')
        .addColumn('current_of', 'varchar(64)', column => column.unique())
        .addColumn('state', 'varchar(8)', column => column.notNull())
        .addColumn('version', 'integer', column => column.notNull())
        .addColumn('checkout_id', 'varchar(64)')
        .addColumn('frozen_until', 'bigint')
        .addColumn('merged_into', 'varchar(36)')
        .addColumn('expires_at', 'bigint')
        .addUniqueConstraint('cart_expires_at', ['expires_at', 'id'])
        .execute()
    }
  },
  '003-cart-line': {
    async up(database) {
      await database.schema
        .createTable('cart_line')
        .ifNotExists()
        .addColumn('cart_id', 'varchar(36)', column => column.notNull())
        .addColumn('id', 'varchar(36)', column => column.notNull())
        .addColumn('position', 'integer', column => column.notNull())
        .addColumn('product_id', 'varchar(64)', column => column.notNull())
        .addColumn('product_option', 'varchar(200)', column => column.notNull())
        .addColumn('amount', 'integer', column => column.notNull())
        .addColumn('name', 'varchar(200)', column => column.notNull())
        .addColumn('option_name', 'varchar(200)')
        .addPrimaryKeyConstraint('cart_line_primary', ['cart_id', 'id'])
        .execute()
    }
  },
  '004-checkout': {
    async up(database) {
      await database.schema
        .createTable('checkout')
        .ifNotExists()
        .addColumn('id', 'varchar(64)', column => column.primaryKey())
        .addColumn('cart_id', 'varchar(36)', column => column.notNull())
        .addColumn('state', 'varchar(8)', column => column.notNull())
        // Fifty lines with the longest names are more than the 64 KiB of a text.
        .addColumn('snapshot', sql`mediumtext`)
        .addColumn('expires_at', 'bigint', column => column.notNull())
        .addUniqueConstraint('checkout_expires_at', ['expires_at', 'id'])
        .execute()
    }
  }
}
