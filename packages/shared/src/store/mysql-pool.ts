import { callbackify } from 'node:util'

import type { MysqlPool, MysqlPoolConnection } from 'kysely'
import type { Pool, PoolConnection } from 'mysql2'

import { throwIfUnwanted } from '../telemetry/index.ts'
import { StoreError } from './errors.ts'
import { createGate } from './gate.ts'
import type { Limits } from './limits.ts'
import { guardConnection, runStatement } from './mysql-connection.ts'
import type { TransactionScope } from './transaction-scope.ts'

type MysqlPoolOptions = {
  readonly url: URL
  readonly limits: Limits
  readonly scope: TransactionScope
}

/** `destroyAll` cuts every connection, whatever it is doing. */
export type GuardedPool = MysqlPool & { destroyAll(): void }

const connectMs = 2_000
const idleMs = 60_000
// Below the limit of a statement, so that a lock that is not given ends in the server's own words.
const lockWaitSeconds = 3
// A change of a schema that waits makes all who come after it wait too.
const schemaLockWaitSeconds = 10

/**
 * The pool of mysql2 with what it lacks: a limit for waiting, a limit for each statement that ends
 * the connection, and the certainty that no connection is handed on with a transaction or an answer
 * pending.
 */
export async function createMysqlPool(options: MysqlPoolOptions): Promise<GuardedPool> {
  const { limits, scope } = options
  const pool = await openPool(options)
  const known = new Set<PoolConnection>()
  const gate = createGate({
    permits: limits.connections,
    waitersMax: limits.waitersMax,
    waitMs: limits.waitMs
  })

  async function take(): Promise<MysqlPoolConnection> {
    scope.assertOutside()
    const leave = await gate.enter()
    try {
      // While it waited, its caller may have gone.
      throwIfUnwanted()
      const raw = await connect(pool)
      const isNew = !known.has(raw)
      known.add(raw)
      const forget = () => known.delete(raw)
      const connection = guardConnection(raw, { queryMs: limits.queryMs, left: leave, cut: forget })
      if (isNew) {
        raw.once('end', forget)
        await prepare(connection)
      }
      return connection
    } catch (error) {
      leave()
      throw error
    }
  }

  return {
    getConnection: callbackify(take),
    end: callback => pool.end(callback),
    destroyAll() {
      for (const connection of known) {
        connection.destroy()
      }
    }
  }
}

async function openPool({ url, limits }: MysqlPoolOptions): Promise<Pool> {
  // Loaded late: it costs 80 ms and 26 MB, which a lab on SQLite does not need.
  const { default: mysql } = await import('mysql2')
  return mysql.createPool({
    host: url.hostname,
    port: url.port === '' ? 3306 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    connectionLimit: limits.connections,
    queueLimit: limits.waitersMax,
    maxIdle: limits.connections,
    idleTimeout: idleMs,
    connectTimeout: connectMs,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    // Numbers as SQLite gives them: sums are not texts, and no digit of a large one is lost.
    supportBigNumbers: true,
    decimalNumbers: true,
    // SQLite has no type for JSON; both give its text.
    jsonStrings: true,
    multipleStatements: false
  })
}

async function connect(pool: Pool): Promise<PoolConnection> {
  try {
    return await new Promise((resolve, reject) => {
      pool.getConnection((error, connection) => {
        if (error === null) {
          resolve(connection)
        } else {
          reject(error)
        }
      })
    })
  } catch (error) {
    throw new StoreError('STORE_UNREACHABLE', 'the database cannot be reached', {
      cause: error,
      nothingExecuted: true
    })
  }
}

/** A server's defaults differ; what the repositories rely on is said to each connection. */
async function prepare(connection: MysqlPoolConnection) {
  try {
    await runStatement(
      connection,
      `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY,` +
        `NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', time_zone = '+00:00', ` +
        `innodb_lock_wait_timeout = ${lockWaitSeconds}, ` +
        `lock_wait_timeout = ${schemaLockWaitSeconds}, autocommit = 1`
    )
    // Fewer gap locks, so fewer deadlocks; whoever reads to write says `forUpdate`.
    await runStatement(connection, 'set session transaction isolation level read committed')
  } catch (error) {
    connection.destroy()
    throw new StoreError('STORE_UNREACHABLE', 'the database refused a connection its settings', {
      cause: error,
      nothingExecuted: true
    })
  }
}
