import { Kysely, sql } from 'kysely'
import type { KyselyPlugin, LogEvent, Transaction } from 'kysely'

import { throwIfUnwanted } from '../telemetry/index.ts'
import { backOff, within, type Random } from './back-off.ts'
import type { Context, Engine } from './engine.ts'
import { isRetryable, isStoreError, StoreError } from './errors.ts'
import { defaultLimits, type Limits } from './limits.ts'
import type { Migrations, MigrationSchema } from './migrate.ts'
import { openMysqlEngine } from './mysql-engine.ts'
import { openSqliteEngine } from './sqlite-engine.ts'
import { createTransactionScope } from './transaction-scope.ts'

export type Database<Schema> = {
  readonly kysely: Kysely<Schema>
  readonly dialect: 'sqlite' | 'mysql'
  /**
   * Runs work that is nothing but SQL in one transaction: the only writer on SQLite, read committed
   * on MySQL, so that whoever reads in order to write says `forUpdate`. It runs again after a
   * deadlock, a lock wait or a busy file, within `repeatMs`; then a `StoreError` `STORE_BUSY`.
   * Inside it only the transaction may be used. Work that takes longer than `transactionMs` is
   * rolled back: `STORE_TIMEOUT`.
   */
  transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>
  /** Runs what has not been run, in the order of the names. Several instances may do so at once. */
  migrate(migrations: Migrations): Promise<void>
  /** Whether the store answers, told within 500 ms. */
  ready(): Promise<boolean>
  /** Within 2 s; statements that are still running then fail. */
  close(): Promise<void>
}

export type QueryEvent = {
  /** With placeholders, without their values. */
  readonly sql: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Waiting for a lock or a connection is part of it. */
  readonly durationMs: number
  readonly error?: unknown
}

export type DatabaseOptions = {
  /** `sqlite:/absolute/file.db`, `sqlite::memory:` or `mysql://user:password@host:port/database`. */
  readonly url: string
  /** Called in the caller's async context; must not throw. */
  readonly onQuery?: (event: QueryEvent) => void
  readonly limits?: Partial<Limits>
  readonly clock?: () => number
  readonly random?: Random
}

const readyMs = 500
const closeMs = 2_000
const connectBackOff = { baseMs: 50, maxMs: 1_000 }
const repeatBackOff = { baseMs: 5, maxMs: 200 }
// The server is there and says no: waiting does not help. Access denied (twice), unknown database.
const refusals = ['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR']

/**
 * Opens a store. Throws a `TypeError` for a URL that is none of the three, and a `StoreError`
 * `STORE_UNREACHABLE` when the file cannot be opened or the server has not let us in within
 * `connectMs`.
 */
export async function openDatabase<Schema>(options: DatabaseOptions): Promise<Database<Schema>> {
  const context: Context = {
    limits: { ...defaultLimits, ...options.limits },
    scope: createTransactionScope(),
    clock: options.clock ?? Date.now,
    random: options.random ?? Math.random
  }
  const engine = await openEngine(options.url, context)
  const { onQuery } = options
  const kysely = new Kysely<Schema>({
    dialect: engine.dialect,
    plugins: [whileWanted],
    ...(onQuery === undefined ? {} : { log: event => tell(event, onQuery, context.clock) })
  })
  const close = () => closeKysely(kysely, engine)
  try {
    await connect(kysely, context)
  } catch (error) {
    await close()
    throw error
  }
  return {
    kysely,
    dialect: engine.name,
    transaction: work => transact(kysely, context, work),
    migrate: migrations => engine.migrate(kysely as unknown as Kysely<MigrationSchema>, migrations),
    ready: createReady(kysely),
    close
  }
}

/** A read whose caller has gone starts no further statement; what else is under way has no such signal. */
const whileWanted: KyselyPlugin = {
  transformQuery({ node }) {
    throwIfUnwanted()
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result)
}

async function openEngine(url: string, context: Context): Promise<Engine> {
  if (url === 'sqlite::memory:' || url.startsWith('sqlite:/')) {
    return openSqliteEngine(url.slice('sqlite:'.length), context)
  }
  if (url.startsWith('mysql://') && URL.canParse(url)) {
    return openMysqlEngine(new URL(url), context)
  }
  // Not the URL itself, which may hold a password.
  throw new TypeError(
    'a database URL must look like sqlite:/absolute/file.db, sqlite::memory: or ' +
      'mysql://user:password@host:port/database'
  )
}

async function connect<Schema>(kysely: Kysely<Schema>, { limits, random }: Context) {
  const endsAt = performance.now() + limits.connectMs
  for (let repeat = 1; ; repeat += 1) {
    try {
      await ping(kysely)
      return
    } catch (error) {
      if (isRefusal(error) || performance.now() >= endsAt) {
        throw error
      }
      await backOff(repeat, random, connectBackOff)
    }
  }
}

function isRefusal(error: unknown) {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && refusals.includes(String(Reflect.get(cause, 'code')))
}

async function transact<Schema, T>(
  kysely: Kysely<Schema>,
  { limits, scope, random }: Context,
  work: (transaction: Transaction<Schema>) => Promise<T>
): Promise<T> {
  const endsAt = performance.now() + limits.repeatMs
  for (let repeat = 1; ; repeat += 1) {
    try {
      return await kysely
        .transaction()
        .execute(transaction =>
          scope.run(() => within(limits.transactionMs, work(transaction), tooLong))
        )
    } catch (error) {
      if (!isRetryable(error)) {
        throw error
      }
      if (repeat > limits.repeatsMax || performance.now() >= endsAt) {
        const message = 'the transaction met locks of others again and again'
        throw new StoreError('STORE_BUSY', message, { cause: error, nothingExecuted: true })
      }
      await backOff(repeat, random, repeatBackOff)
    }
  }

  function tooLong() {
    const message = `the transaction took longer than ${limits.transactionMs} ms`
    return new StoreError('STORE_TIMEOUT', message, { nothingExecuted: true })
  }
}

function createReady<Schema>(kysely: Kysely<Schema>): () => Promise<boolean> {
  // One question at a time, however many ask: a store that hangs must not be asked on every connection.
  let asking: Promise<boolean> | undefined
  return async () => {
    asking ??= ping(kysely)
      .then(
        () => true,
        // Busy is not gone: taking every instance out at the peak would make it worse.
        error => isStoreError(error) && error.code === 'STORE_BUSY'
      )
      .finally(() => {
        asking = undefined
      })
    const late = new Error('the store did not answer in time')
    return within(readyMs, asking, () => late).catch(() => false)
  }
}

async function ping<Schema>(kysely: Kysely<Schema>) {
  await kysely.selectNoFrom(sql.lit(1).as('one')).execute()
}

function tell(event: LogEvent, onQuery: (event: QueryEvent) => void, clock: () => number) {
  const durationMs = event.queryDurationMillis
  onQuery({
    sql: event.query.sql,
    startedAt: clock() - durationMs,
    durationMs,
    ...(event.level === 'error' ? { error: event.error } : {})
  })
}

async function closeKysely<Schema>(kysely: Kysely<Schema>, engine: Engine) {
  try {
    await within(closeMs, kysely.destroy(), () => new Error('the store did not close in time'))
  } catch {
    engine.cut()
  }
}
