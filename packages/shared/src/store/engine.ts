import type { Dialect, Kysely } from 'kysely'

import type { Random } from './back-off.ts'
import type { Limits } from './limits.ts'
import type { Migrations, MigrationSchema } from './migrate.ts'
import type { TransactionScope } from './transaction-scope.ts'

/** A dialect, and what only it can do. */
export type Engine = {
  readonly name: 'sqlite' | 'mysql'
  readonly dialect: Dialect
  migrate(kysely: Kysely<MigrationSchema>, migrations: Migrations): Promise<void>
  /** Cuts what a polite close has not ended in time. */
  cut(): void
}

/** What every part of an opened database shares. */
export type Context = {
  readonly limits: Limits
  readonly scope: TransactionScope
  readonly clock: () => number
  readonly random: Random
}
