import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

import { StoreError } from './errors.ts'

export type Migrations = Readonly<Record<string, Migration>>

export type MigrationSchema = {
  readonly migration: { readonly name: string; readonly applied_at: number }
}

type Options = { readonly clock: () => number }

const lockWaitSeconds = 55

/**
 * Runs what has not been run, in the order of the names, on one connection that holds the lock of
 * migrations. Names that it does not know are left alone: during a deployment an older version
 * starts beside a newer one.
 *
 * SQLite undoes a migration that fails. MySQL cannot undo a change of a schema: one such statement
 * per migration.
 */
export async function runMigrations(
  connection: Kysely<MigrationSchema>,
  migrations: Migrations,
  options: Options
): Promise<void> {
  await connection.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('name', 'varchar(190)', column => column.primaryKey())
    .addColumn('applied_at', 'bigint', column => column.notNull())
    .execute()
  const applied = await connection.selectFrom('migration').select('name').execute()
  const names = new Set(applied.map(row => row.name))
  const pending = Object.entries(migrations)
    .filter(([name]) => !names.has(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
  for (const [name, migration] of pending) {
    await apply(connection, { name, migration, appliedAt: options.clock() })
  }
}

/**
 * Holds the server's lock of that name while `work` runs; it goes with the connection if this
 * process dies.
 */
export async function withMysqlLock<T>(
  connection: Kysely<MigrationSchema>,
  work: () => Promise<T>
): Promise<T> {
  // Such a lock is the server's, not the database's, so the database is part of its name. By SHA-2,
  // since MySQL 9 has no other.
  const name = sql`concat('migrate ', left(sha2(database(), 256), 40))`
  const answer = await sql<{
    granted: number | null
  }>`select get_lock(${name}, ${lockWaitSeconds}) as granted`.execute(connection)
  if (answer.rows[0]?.granted !== 1) {
    throw new StoreError(
      'STORE_BUSY',
      `another instance has been migrating for ${lockWaitSeconds} s`,
      { nothingExecuted: true }
    )
  }
  try {
    return await work()
  } finally {
    await sql`do release_lock(${name})`.execute(connection)
  }
}

async function apply(
  connection: Kysely<MigrationSchema>,
  step: { readonly name: string; readonly migration: Migration; readonly appliedAt: number }
) {
  try {
    await step.migration.up(connection)
  } catch (error) {
    throw new Error(`migration ${step.name} failed`, { cause: error })
  }
  await connection
    .insertInto('migration')
    .values({ name: step.name, applied_at: step.appliedAt })
    .execute()
}
