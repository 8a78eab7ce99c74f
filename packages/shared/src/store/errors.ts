/** BUSY: too much at once, or a lock that was not given in time. */
export type StoreErrorCode = 'STORE_BUSY' | 'STORE_UNREACHABLE' | 'STORE_TIMEOUT' | 'STORE_MISUSED'

/**
 * The store could not do its work for a reason that is not in the statement. `nothingExecuted` says
 * that the statement, or the whole transaction, has surely had no effect, so that it may be
 * repeated; without it the outcome is unknown.
 */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly nothingExecuted: boolean

  constructor(
    code: StoreErrorCode,
    message: string,
    options: { readonly nothingExecuted?: boolean; readonly cause?: unknown } = {}
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'StoreError'
    this.code = code
    this.nothingExecuted = options.nothingExecuted ?? false
  }
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof StoreError
}

const mysqlUnique = [1062, 1586]
const mysqlForeignKey = [1451, 1452]
// Deadlock, and a lock that was not given in time.
const mysqlRetryable = [1213, 1205]
// Extended result codes: CONSTRAINT_PRIMARYKEY, CONSTRAINT_UNIQUE, CONSTRAINT_ROWID.
const sqliteUnique = [1555, 2067, 2579]
const sqliteForeignKey = [787]
const sqliteBusy = 5
const sqliteLocked = 6

/** A unique or primary key has that value already. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, { mysql: mysqlUnique, sqlite: sqliteUnique })
}

/** A row refers to one that does not exist, or one that others refer to was to go. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, { mysql: mysqlForeignKey, sqlite: sqliteForeignKey })
}

/** Deadlock, lock wait or busy: the same transaction may succeed when it is repeated as a whole. */
export function isRetryable(error: unknown): boolean {
  return hasCode(error, { mysql: mysqlRetryable, sqlite: [] }) || isSqliteBusy(error)
}

export function isSqliteBusy(error: unknown): boolean {
  const errcode = numberOf(error, 'errcode')
  // The low byte is the primary code; the rest says more, such as BUSY_SNAPSHOT.
  return errcode !== undefined && [sqliteBusy, sqliteLocked].includes(errcode & 0xff)
}

function hasCode(
  error: unknown,
  codes: { readonly mysql: readonly number[]; readonly sqlite: readonly number[] }
): boolean {
  const errno = numberOf(error, 'errno')
  const errcode = numberOf(error, 'errcode')
  return (
    (errno !== undefined && codes.mysql.includes(errno)) ||
    (errcode !== undefined && codes.sqlite.includes(errcode))
  )
}

function numberOf(error: unknown, name: 'errno' | 'errcode'): number | undefined {
  if (!(error instanceof Error)) {
    return undefined
  }
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'number' ? value : undefined
}
