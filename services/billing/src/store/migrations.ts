import { idempotencyMigration, type Migrations } from '@microzon/shared/store'
import { sql } from 'kysely'

export const migrations: Migrations = {
  '001-idempotency': idempotencyMigration,
  '002-orders': {
    up: async db => {
      await db.schema
        .createTable('orders')
        .addColumn('id', 'varchar(64)', column => column.primaryKey())
        .addColumn('order_key', 'varchar(64)', column => column.notNull())
        .addColumn('customer_id', 'varchar(64)', column => column.notNull())
        .addColumn('state', 'varchar(16)', column => column.notNull())
        .addColumn('is_open', 'integer', column => column.notNull())
        .addColumn('revision', 'integer', column => column.notNull())
        .addColumn('document', sql`mediumtext`, column => column.notNull())
        .addColumn('due_at', 'bigint', column => column.notNull())
        .addColumn('tries', 'integer', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('updated_at', 'bigint', column => column.notNull())
        .addUniqueConstraint('orders_key', ['customer_id', 'order_key'])
        .execute()
    }
  },
  '003-orders-by-customer': {
    up: db =>
      db.schema
        .createIndex('orders_by_customer')
        .on('orders')
        .columns(['customer_id', 'created_at', 'id'])
        .execute()
  },
  '004-orders-due': {
    up: db =>
      db.schema.createIndex('orders_due').on('orders').columns(['is_open', 'due_at']).execute()
  }
}
