import {
  CompiledQuery,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  type DatabaseConnection,
  type Dialect,
  type Driver
} from 'kysely'

import type { Random } from './back-off.ts'
import { throwIfUnwanted } from '../telemetry/index.ts'
import { createSqliteCompiler } from './compilers.ts'
import { StoreError } from './errors.ts'
import { createGate, type Gate } from './gate.ts'
import type { Limits } from './limits.ts'
import { openSqlite, whenFree, type SqliteHandle } from './sqlite-handle.ts'
import type { TransactionScope } from './transaction-scope.ts'

type SqliteOptions = {
  /** `:memory:` or an absolute path. */
  readonly path: string
  readonly limits: Limits
  readonly random: Random
  readonly scope: TransactionScope
}

/** `closeHandles` fails whoever still uses them. */
export type ClosableDialect = Dialect & { closeHandles(): void }

type Handles = {
  readonly writer: SqliteHandle
  /** Reads of a file go past the writer's queue; memory has one connection only. */
  readonly reader: SqliteHandle | undefined
}

/** Without it Kysely queues every query on one connection, without a limit; the gate is the queue here. */
class QueueingElsewhereAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true
  }
}

/**
 * One writer at a time in this process by a gate, and among processes by `begin immediate`,
 * repeated while busy.
 */
export async function createSqliteDialect(options: SqliteOptions): Promise<ClosableDialect> {
  const handles = await openHandles(options)
  return {
    closeHandles: () => closeHandles(handles),
    createDriver: () => createDriver(handles, options),
    createAdapter: () => new QueueingElsewhereAdapter(),
    createIntrospector: database => new SqliteIntrospector(database),
    createQueryCompiler: createSqliteCompiler
  }
}

async function openHandles({ path, limits, random }: SqliteOptions): Promise<Handles> {
  const { busyMs } = limits
  const writer = await openSqlite(path, { purpose: 'write', busyMs, random })
  if (path === ':memory:') {
    return { writer, reader: undefined }
  }
  try {
    return { writer, reader: await openSqlite(path, { purpose: 'read', busyMs, random }) }
  } catch (error) {
    writer.close()
    throw error
  }
}

function closeHandles({ reader, writer }: Handles) {
  reader?.close()
  writer.close()
}

function createDriver(handles: Handles, options: SqliteOptions): Driver {
  const { writer } = handles
  const { waitMs, waitersMax } = options.limits
  const gate = createGate({ permits: 1, waitersMax, waitMs })
  // The connections with an open transaction, and how each gives the writer back.
  const holders = new WeakMap<DatabaseConnection, () => void>()

  function leave(connection: DatabaseConnection) {
    holders.get(connection)?.()
    holders.delete(connection)
  }

  return {
    async init() {},
    async acquireConnection() {
      options.scope.assertOutside()
      return createConnection(holders, { handles, gate, options })
    },
    async beginTransaction(connection) {
      holders.set(connection, await gate.enter())
      try {
        throwIfUnwanted()
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      } catch (error) {
        leave(connection)
        throw error
      }
    },
    async commitTransaction(connection) {
      await connection.executeQuery(CompiledQuery.raw('commit'))
      leave(connection)
    },
    async rollbackTransaction(connection) {
      try {
        // SQLite rolls back by itself after a full disk or an I/O error.
        if (writer.inTransaction) {
          await connection.executeQuery(CompiledQuery.raw('rollback'))
        }
      } finally {
        leave(connection)
      }
    },
    async releaseConnection(connection) {
      leave(connection)
    },
    async destroy() {
      const done = await gate.enter()
      closeHandles(handles)
      done()
    }
  }
}

/** What Kysely holds while it runs a query or a transaction: a light thing, the handles are shared. */
function createConnection(
  holders: WeakMap<DatabaseConnection, () => void>,
  shared: { readonly handles: Handles; readonly gate: Gate; readonly options: SqliteOptions }
): DatabaseConnection {
  const { writer, reader } = shared.handles
  const { random, limits } = shared.options
  const patience = { busyMs: limits.busyMs, random }

  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters, query }: CompiledQuery) {
      if (holders.has(connection)) {
        // Only `begin` can find the file locked.
        return whenFree(() => writer.execute<Row>(sql, parameters), patience)
      }
      if (reader !== undefined && SelectQueryNode.is(query)) {
        throwIfUnwanted()
        return whenFree(() => reader.execute<Row>(sql, parameters), patience)
      }
      const leave = await shared.gate.enter()
      try {
        throwIfUnwanted()
        return await whenFree(() => writer.execute<Row>(sql, parameters), patience)
      } finally {
        leave()
      }
    },
    streamQuery() {
      throw new StoreError('STORE_MISUSED', 'streams are not supported: read page by page')
    }
  }
  return connection
}
