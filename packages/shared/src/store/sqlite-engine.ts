import type { Kysely } from 'kysely'

import type { Context, Engine } from './engine.ts'
import { isStoreError } from './errors.ts'
import { runMigrations, type Migrations, type MigrationSchema } from './migrate.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

// Another instance may be changing a large table.
const migrationBusyMs = 60_000

/** `path` is absolute or `:memory:`. */
export async function openSqliteEngine(path: string, context: Context): Promise<Engine> {
  const dialect = await createSqliteDialect({ path, ...context })
  return {
    name: 'sqlite',
    dialect,
    migrate: (kysely, migrations) => migrate(kysely, migrations, context.clock),
    cut: () => dialect.closeHandles()
  }
}

/** One transaction, which begins as a writer: whoever comes second waits, and finds nothing to do. */
async function migrate(
  kysely: Kysely<MigrationSchema>,
  migrations: Migrations,
  clock: () => number
) {
  const endsAt = performance.now() + migrationBusyMs
  for (;;) {
    try {
      return await kysely
        .transaction()
        .execute(transaction => runMigrations(transaction, migrations, { clock }))
    } catch (error) {
      if (!isBusy(error) || performance.now() >= endsAt) {
        throw error
      }
    }
  }
}

function isBusy(error: unknown) {
  return isStoreError(error) && error.code === 'STORE_BUSY'
}
