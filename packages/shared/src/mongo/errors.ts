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
