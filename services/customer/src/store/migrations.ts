import { idempotencyMigration, type Migrations } from '@microzon/shared/store'

/**
 * One statement each: MySQL cannot undo a change of a schema. Indexes are constraints for the same
 * reason.
 */
export const migrations: Migrations = {
  '001-idempotency': idempotencyMigration,
  '002-customer': {
    async up(database) {
      await database.schema
        .createTable('customer')
        .ifNotExists()
        .addColumn('id', 'varchar(36)', column => column.primaryKey())
        .addColumn('email', 'varchar(254)', column => column.notNull().unique())
        .addColumn('password_hash', 'varchar(255)', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .execute()
    }
  },
  '003-session': {
    async up(database) {
      await database.schema
        .createTable('session')
        .ifNotExists()
        .addColumn('reference', 'varchar(43)', column => column.primaryKey())
        .addColumn('customer_id', 'varchar(36)', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('expires_at', 'bigint', column => column.notNull())
        .addUniqueConstraint('session_customer', ['customer_id', 'reference'])
        .addUniqueConstraint('session_expires_at', ['expires_at', 'reference'])
        .execute()
    }
  },
  '004-address': {
    async up(database) {
      await database.schema
        .createTable('address')
        .ifNotExists()
        .addColumn('id', 'varchar(36)', column => column.primaryKey())
        .addColumn('customer_id', 'varchar(36)', column => column.notNull())
        .addColumn('position', 'integer', column => column.notNull())
        .addColumn('name', 'varchar(100)', column => column.notNull())
        .addColumn('street', 'varchar(200)', column => column.notNull())
        .addColumn('postal_code', 'varchar(20)', column => column.notNull())
        .addColumn('city', 'varchar(100)', column => column.notNull())
        .addColumn('country', 'varchar(2)', column => column.notNull())
        .addUniqueConstraint('address_customer', ['customer_id', 'position'])
        .execute()
    }
  },
  '005-counter': {
    async up(database) {
      await database.schema
        .createTable('counter')
        .ifNotExists()
        .addColumn('id', 'varchar(43)', column => column.primaryKey())
        .addColumn('count', 'integer', column => column.notNull())
        .addColumn('expires_at', 'bigint', column => column.notNull())
        .addUniqueConstraint('counter_expires_at', ['expires_at', 'id'])
        .execute()
    }
  }
}
