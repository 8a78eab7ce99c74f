import type { MysqlPoolConnection, MysqlQueryResult } from 'kysely'
import type { PoolConnection, QueryError } from 'mysql2'

import { StoreError } from './errors.ts'
import { toBindable } from './parameters.ts'

type Callback = (error: unknown, result: MysqlQueryResult) => void
type State = 'clean' | 'in-transaction' | 'gone'

const opens = /^\s*(begin|start\s+transaction)\b/i
const closes = /^\s*(commit|rollback)\s*$/i
const rollsBack = /^\s*rollback\s*$/i
// It shuts down, or it has ended the connection: ER_SERVER_SHUTDOWN, ER_CONNECTION_KILLED of MariaDB,
// ER_SESSION_WAS_KILLED, ER_CLIENT_INTERACTION_TIMEOUT.
const serverLeaves = new Set([1053, 1927, 3169, 4031])
// What a duplicate was: an address, say. Errors are logged, so it must not stand there.
const duplicateValue = /^Duplicate entry '.*' for key/s

/**
 * One holder's view of a connection: each statement has a limit after which the connection is cut,
 * and what is not clean when it is released is cut as well. Useless after its release.
 */
export function guardConnection(
  raw: PoolConnection,
  options: {
    readonly queryMs: number
    readonly left: () => void
    readonly cut: () => void
  }
): MysqlPoolConnection {
  let state: State = 'clean'
  let released = false

  function destroy() {
    state = 'gone'
    raw.destroy()
    options.cut()
  }

  function follow(sql: string, error: QueryError | StoreError | null) {
    if (error !== null && (error instanceof StoreError || rollsBack.test(sql))) {
      destroy()
    } else if (error === null && closes.test(sql)) {
      state = 'clean'
    }
  }

  function query(sql: string, parameters: unknown, callback: Callback = () => {}) {
    if (released || state === 'gone') {
      refuse(sql, callback)
      return noStream
    }
    if (opens.test(sql)) {
      // From here on, not from the answer: an answer that is lost may have been a success.
      state = 'in-transaction'
    }
    send(raw, { sql, values: bind(parameters), queryMs: options.queryMs }, (error, result) => {
      follow(sql, error)
      callback(error, result)
    })
    return noStream
  }

  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: callback => callback?.(undefined),
    query,
    destroy,
    release() {
      if (released) {
        return
      }
      released = true
      if (state === 'in-transaction') {
        destroy()
      } else if (state === 'clean') {
        raw.release()
      }
      options.left()
    }
  }
}

/** Runs one statement without parameters on a guarded connection. */
export async function runStatement(connection: MysqlPoolConnection, sql: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.query(sql, [], error => (error === null ? resolve() : reject(error)))
  })
}

const noStream = {
  stream(): never {
    throw new StoreError('STORE_MISUSED', 'streams are not supported: read page by page')
  }
}

function refuse(sql: string, callback: Callback) {
  if (rollsBack.test(sql)) {
    // The server rolls back when the connection goes; an error here would hide the one that cut it.
    callback(null, [])
  } else {
    callback(new StoreError('STORE_MISUSED', 'the connection was given back or cut'), [])
  }
}

function bind(parameters: unknown) {
  return Array.isArray(parameters) ? parameters.map(toBindable) : []
}

/** Calls back once: with the answer, or with a `StoreError` when it takes too long. */
function send(
  raw: PoolConnection,
  statement: { readonly sql: string; readonly values: unknown[]; readonly queryMs: number },
  callback: (error: QueryError | StoreError | null, result: MysqlQueryResult) => void
) {
  let settled = false
  function settle(error: QueryError | StoreError | null, result: MysqlQueryResult) {
    if (!settled) {
      settled = true
      clearTimeout(timer)
      callback(error, result)
    }
  }
  const timer = setTimeout(() => {
    const message = `the database did not answer within ${statement.queryMs} ms`
    settle(new StoreError('STORE_TIMEOUT', message), [])
  }, statement.queryMs)
  raw.query(statement.sql, statement.values, (error, result) =>
    settle(error === null ? null : translate(error), result as unknown as MysqlQueryResult)
  )
}

/** A server that restarts takes the connection away in the middle: no fault of the statement. */
function translate(error: QueryError): QueryError | StoreError {
  const cause = withoutValues(error)
  return error.fatal || serverLeaves.has(error.errno ?? 0)
    ? new StoreError('STORE_UNREACHABLE', 'the connection to the database was lost', { cause })
    : cause
}

/** mysql2 puts the statement with its values into the error. */
function withoutValues(error: QueryError): QueryError {
  Reflect.deleteProperty(error, 'sql')
  Reflect.deleteProperty(error, 'sqlMessage')
  error.message = error.message.replace(duplicateValue, 'Duplicate entry for key')
  return error
}
