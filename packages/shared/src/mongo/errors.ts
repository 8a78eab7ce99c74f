import { StoreError, isStoreError } from '../store/index.ts'

// Recognised by what they are called: importing the driver's classes would load the driver.
const unreachable = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError'
])
const labels = ['RetryableWriteError', 'RetryableReadError', 'ResetPool']
// The server goes down, or another one of the replica set has become the primary.
const serverLeaves = new Set([6, 7, 89, 91, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436])
const duplicateKey = 11_000
// Others wrote the same at the same moment, and one of us had to give way: MongoDB's WriteConflict; a
// deadlock (40P01) and a failed serialisation (40001) as FerretDB passes them on from PostgreSQL.
const conflicts = new Set([112, 16_908_292, 16_777_220])
const timeLimit = 50
// Wrong password, wrong mechanism, no right to do so: waiting does not help.
const refusals = new Set([13, 18, 33])

/** A unique index has that value already. The error need not say which: not every server does. */
export function isDuplicateKey(error: unknown): boolean {
  return isDuplicateKeyCode(codeOf(error))
}

export function isDuplicateKeyCode(code: number | undefined): boolean {
  return code === duplicateKey
}

/** The connection or the server was lost, so that nobody knows whether the command was executed. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // What several writes at once throw holds what has gone wrong.
  const inner: unknown = Reflect.get(error, 'errorResponse')
  if (error.name === 'MongoBulkWriteError' && inner instanceof Error) return isLost(inner)
  return (
    unreachable.has(error.name) ||
    serverLeaves.has(codeOf(error) ?? 0) ||
    labels.some(label => hasLabel(error, label))
  )
}

/** Somebody else wrote the same at the same moment: worth another try. */
export function isConflict(error: unknown): boolean {
  return [codeOf(error), ...writeErrorsOf(error).map(({ code }) => code)].some(code =>
    conflicts.has(code ?? 0)
  )
}

export type WriteError = { readonly code: number; readonly index: number }

/** What several writes at once throw for each of them that failed; empty for every other error. */
export function writeErrorsOf(error: unknown): readonly WriteError[] {
  if (!(error instanceof Error) || error.name !== 'MongoBulkWriteError') return []
  return [Reflect.get(error, 'writeErrors') as WriteError | readonly WriteError[]].flat()
}

export function isRefusal(error: unknown): boolean {
  return refusals.has(codeOf(error) ?? 0)
}

/** What the chassis understands of a fault of the driver; everything else as it is. */
export function toStoreError(error: unknown): unknown {
  if (isStoreError(error) || !(error instanceof Error)) return error
  const options = { cause: error }
  if (error.name === 'MongoWaitQueueTimeoutError') {
    const message = 'no connection to the store was free in time'
    return new StoreError('STORE_BUSY', message, { ...options, nothingExecuted: true })
  }
  if (isConflict(error)) {
    return new StoreError('STORE_BUSY', 'others write the same at the moment', options)
  }
  if (codeOf(error) === timeLimit) {
    return new StoreError('STORE_TIMEOUT', 'the store took too long', options)
  }
  return isLost(error)
    ? new StoreError('STORE_UNREACHABLE', 'the store does not answer', options)
    : error
}

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'number' ? code : undefined
}

function hasLabel(error: Error, label: string): boolean {
  const has: unknown = Reflect.get(error, 'hasErrorLabel')
  return typeof has === 'function' && Reflect.apply(has, error, [label]) === true
}
