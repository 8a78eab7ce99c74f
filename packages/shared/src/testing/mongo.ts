import { randomUUID } from 'node:crypto'
import { after, test, type TestContext } from 'node:test'
import { hasMongod, startMongod, type Mongod } from './mongod.ts'

let ownServer: Promise<Mongod> | undefined

/** False, or why tests that need a MongoDB are skipped. */
export function mongoIsMissing(): false | string {
  const isThere = process.env['TEST_MONGO_URL'] !== undefined || hasMongod()
  return isThere ? false : 'no TEST_MONGO_URL and no mongod'
}

/** The same for tests that start and kill a server of their own. */
export function ownMongodIsMissing(): false | string {
  return hasMongod() ? false : 'no mongod'
}

/**
 * The URL of an empty database, dropped at the end of the test: on the server of `TEST_MONGO_URL` (with
 * the right to make databases), else on one that is started once per process.
 */
export async function mongoDatabase(t: TestContext): Promise<string> {
  const url = new URL(await serverUrl())
  url.pathname = `/test_${randomUUID().replaceAll('-', '')}`
  t.after(() => drop(url.href))
  return url.href
}

/** Registers a test that is given the URL of an empty database, or skipped with the reason. */
export function mongoTest(name: string, run: (t: TestContext, url: string) => Promise<void>): void {
  test(name, { skip: mongoIsMissing() }, async t => run(t, await mongoDatabase(t)))
}

async function serverUrl(): Promise<string> {
  const given = process.env['TEST_MONGO_URL']
  if (given !== undefined) return given
  ownServer ??= startMongod()
  return (await ownServer).url
}

async function drop(url: string): Promise<void> {
  const { MongoClient } = await import('mongodb')
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2_000 })
  try {
    await client.connect()
    await client.db().dropDatabase()
  } finally {
    await client.close()
  }
}

// At the root, so that it runs once, after every test of the process.
after(async () => {
  const server = await ownServer
  await server?.stop()
})
