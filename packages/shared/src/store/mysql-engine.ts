import { Kysely, MysqlAdapter, MysqlDriver, MysqlIntrospector, type Dialect } from 'kysely'

import { createMysqlCompiler } from './compilers.ts'
import type { Context, Engine } from './engine.ts'
import { runMigrations, withMysqlLock, type Migrations, type MigrationSchema } from './migrate.ts'
import { createMysqlPool, type GuardedPool } from './mysql-pool.ts'

// A change of a large table takes long; its lock is waited for in one statement too.
const migrationQueryMs = 600_000

export async function openMysqlEngine(url: URL, context: Context): Promise<Engine> {
  const pool = await createMysqlPool({ url, ...context })
  return {
    name: 'mysql',
    dialect: createDialect(pool),
    migrate: (_, migrations) => migrate(url, migrations, context),
    cut: () => pool.destroyAll()
  }
}

function createDialect(pool: GuardedPool): Dialect {
  return {
    createDriver: () => new MysqlDriver({ pool }),
    createAdapter: () => new MysqlAdapter(),
    createIntrospector: database => new MysqlIntrospector(database),
    createQueryCompiler: createMysqlCompiler
  }
}

/** On a connection of its own, whose statements may take longer than those of a request. */
async function migrate(url: URL, migrations: Migrations, context: Context) {
  const limits = { ...context.limits, connections: 1, queryMs: migrationQueryMs }
  const pool = await createMysqlPool({ url, limits, scope: context.scope })
  const kysely = new Kysely<MigrationSchema>({ dialect: createDialect(pool) })
  try {
    await kysely
      .connection()
      .execute(connection =>
        withMysqlLock(connection, () =>
          runMigrations(connection, migrations, { clock: context.clock })
        )
      )
  } finally {
    await kysely.destroy()
  }
}
