import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

import type { QueryResult } from 'kysely'

import { backOff, type Random } from './back-off.ts'
import { isSqliteBusy, StoreError } from './errors.ts'
import { toBindable } from './parameters.ts'

/** One connection to a file. Everything is done when a method returns; only `whenFree` waits. */
export type SqliteHandle = {
  execute<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row>
  readonly inTransaction: boolean
  close(): void
}

type Prepared = { readonly statement: StatementSync; readonly givesRows: boolean }

// SQLite waits by blocking the process, so most of the waiting is left to `whenFree`.
const blockingWaitMs = 5
const preparedMax = 200
const journalBytesMax = 64 * 1024 * 1024

/** `:memory:` or a path. `purpose: 'read'` refuses every write. */
export async function openSqlite(
  path: string,
  options: { readonly purpose: 'read' | 'write'; readonly busyMs: number; readonly random: Random }
): Promise<SqliteHandle> {
  const database = openFile(path)
  try {
    // Changing the mode of a file that another process has open can itself be refused.
    await whenFree(() => database.exec('pragma journal_mode = wal'), options)
    database.exec('pragma synchronous = normal')
    database.exec(`pragma journal_size_limit = ${journalBytesMax}`)
    if (options.purpose === 'read') {
      database.exec('pragma query_only = on')
    }
  } catch (error) {
    database.close()
    throw error
  }
  return createHandle(database)
}

/**
 * Repeats a statement that another process's lock refused. Throws a `StoreError` `STORE_BUSY` after
 * `busyMs`.
 */
export async function whenFree<T>(
  statement: () => T,
  options: { readonly busyMs: number; readonly random: Random }
): Promise<T> {
  const endsAt = performance.now() + options.busyMs
  for (let repeat = 1; ; repeat += 1) {
    try {
      return statement()
    } catch (error) {
      if (!isSqliteBusy(error)) {
        throw error
      }
      if (performance.now() >= endsAt) {
        throw new StoreError(
          'STORE_BUSY',
          `the database file stayed locked for ${options.busyMs} ms`,
          { cause: error, nothingExecuted: true }
        )
      }
      await backOff(repeat, options.random, { baseMs: 1, maxMs: 16 })
    }
  }
}

function openFile(path: string) {
  try {
    if (path !== ':memory:') {
      // Made here so that nobody else on the machine can read it; SQLite gives its other files the same mode.
      closeSync(openSync(path, 'a', 0o600))
    }
    return new DatabaseSync(path, { timeout: blockingWaitMs, enableForeignKeyConstraints: true })
  } catch (error) {
    throw new StoreError('STORE_UNREACHABLE', `the database file ${path} cannot be opened`, {
      cause: error,
      nothingExecuted: true
    })
  }
}

function createHandle(database: DatabaseSync): SqliteHandle {
  const prepare = createStatementCache(database)
  return {
    execute<Row>(sql: string, parameters: readonly unknown[]) {
      const { statement, givesRows } = prepare(sql)
      const bound = parameters.map(toBindable)
      if (givesRows) {
        // Rows come without a prototype; callers compare them with plain objects.
        const rows = statement.all(...bound).map(row => ({ ...row }))
        return { rows: rows as Row[] }
      }
      const { changes, lastInsertRowid } = statement.run(...bound)
      return {
        rows: [],
        numAffectedRows: BigInt(changes),
        insertId: BigInt(lastInsertRowid)
      }
    },
    get inTransaction() {
      return database.isOpen && database.isTransaction
    },
    close() {
      if (database.isOpen) {
        database.close()
      }
    }
  }
}

/** Keeps the statements that were used last; Kysely makes the same text for the same query. */
function createStatementCache(database: DatabaseSync) {
  const cache = new Map<string, Prepared>()
  return (sql: string): Prepared => {
    const known = cache.get(sql)
    if (known !== undefined) {
      cache.delete(sql)
      cache.set(sql, known)
      return known
    }
    const statement = database.prepare(sql)
    const prepared = { statement, givesRows: statement.columns().length > 0 }
    cache.set(sql, prepared)
    const [oldest] = cache.keys()
    if (cache.size > preparedMax && oldest !== undefined) {
      cache.delete(oldest)
    }
    return prepared
  }
}
