import { idempotencyMigration, type Migrations } from '@microzon/shared/store'
import { sql } from 'kysely'

/**
 * One statement each: MySQL cannot undo a change of a schema. Indexes are constraints for the same
 * reason.
 */
export const migrations: Migrations = {
  '001-idempotency': idempotencyMigration,
  '002-orders': {
    async up(database) {
      await database.schema
        .createTable('orders')
        .ifNotExists()
        .addColumn('id', 'varchar(64)', column => column.primaryKey())
        .addColumn('order_key', 'varchar(64)', column => column.notNull())
        .addColumn('customer_id', 'varchar(64)', column => column.notNull())
        .addColumn('state', 'varchar(16)', column => column.notNull())
        .addColumn('is_open', 'integer', column => column.notNull())
        .addColumn('revision', 'integer', column => column.notNull())
        // Fifty lines with the longest names are more than the 64 KiB of a text.
        .addColumn('document', sql`mediumtext`, column => column.notNull())
        .addColumn('due_at', 'bigint', column => column.notNull())
        .addColumn('tries', 'integer', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('updated_at', 'bigint', column => column.notNull())
        .addUniqueConstraint('orders_key', ['customer_id', 'order_key'])
        .addUniqueConstraint('orders_by_customer', ['customer_id', 'created_at', 'id'])
        .addUniqueConstraint('orders_due', ['is_open', 'due_at', 'id'])
        .execute()
    }
  }
}
