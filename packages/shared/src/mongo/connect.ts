import type { Db, MongoClient, MongoClientOptions } from 'mongodb'
import { backOff, within, type Random } from '../store/back-off.ts'
import { StoreError } from '../store/index.ts'
import { listenToCommands, type CommandListener } from './commands.ts'
import { isRefusal } from './errors.ts'
import { mongoLimits, type MongoLimits } from './limits.ts'

export type Mongo = {
  readonly db: Db
  /** Whether the server answers, told within 500 ms. */
  ready(): Promise<boolean>
  /** Within 2 s. */
  close(): Promise<void>
}

export type MongoOptions = {
  /** `mongodb://user:password@host:port/database?…`; limits in it count for nothing. */
  readonly url: string
  readonly limits?: Partial<MongoLimits>
  readonly onCommand?: CommandListener
  readonly random?: Random
}

const readyMs = 500
const closeMs = 2_000
const connectBackOff = { baseMs: 50, maxMs: 1_000 }

/**
 * Connects, for up to `connectMs`: a `StoreError` `STORE_UNREACHABLE` then. The driver is loaded here
 * and nowhere else, so that a process without MongoDB does not pay for it.
 */
export async function openMongo(options: MongoOptions): Promise<Mongo> {
  const limits = { ...mongoLimits, ...options.limits }
  const client = await connect(options, limits)
  const db = client.db()
  return {
    db,
    ready: createReady(db),
    close: () => within(closeMs, client.close(), late).catch(() => undefined)
  }
}

async function connect(options: MongoOptions, limits: MongoLimits): Promise<MongoClient> {
  const { random = Math.random, onCommand, url } = options
  const driver = await import('mongodb')
  const endsAt = performance.now() + limits.connectMs
  for (let repeat = 1; ; repeat += 1) {
    // A client whose first connection has failed refuses everything for ever, so each try has its own.
    const client = new driver.MongoClient(url, clientOptions(limits, onCommand !== undefined))
    if (onCommand !== undefined) listenToCommands(client, onCommand)
    try {
      await client.connect()
      await client.db().command({ ping: 1 })
      return client
    } catch (cause) {
      await client.close().catch(() => undefined)
      if (isRefusal(cause) || performance.now() >= endsAt) {
        const message = isRefusal(cause) ? 'the store refuses us' : 'the store does not answer'
        throw new StoreError('STORE_UNREACHABLE', message, { cause, nothingExecuted: true })
      }
      await backOff(repeat, random, connectBackOff)
    }
  }
}

function clientOptions(limits: MongoLimits, monitorCommands: boolean): MongoClientOptions {
  return {
    appName: 'microzon',
    monitorCommands,
    maxPoolSize: limits.connections,
    waitQueueTimeoutMS: limits.waitMs,
    serverSelectionTimeoutMS: limits.selectMs,
    connectTimeoutMS: limits.selectMs,
    socketTimeoutMS: limits.silenceMs,
    // On a replica set: a write is repeated once by the driver, and is kept when the primary is lost.
    retryWrites: true,
    retryReads: true,
    writeConcern: { w: 'majority', journal: true },
    ignoreUndefined: false
  }
}

function createReady(db: Db): () => Promise<boolean> {
  // One question at a time, however many ask.
  let asking: Promise<boolean> | undefined
  return () => {
    asking ??= db
      .command({ ping: 1, maxTimeMS: readyMs })
      .then(
        () => true,
        // Busy is not gone: taking every instance out at the peak would make it worse.
        (error: unknown) => error instanceof Error && error.name === 'MongoWaitQueueTimeoutError'
      )
      .finally(() => {
        asking = undefined
      })
    return within(readyMs, asking, late).catch(() => false)
  }
}

function late(): Error {
  return new Error('the store did not answer in time')
}
