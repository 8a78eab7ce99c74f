import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'

import { openDatabase, type Database, type DatabaseOptions } from '../store/index.ts'
import { hasMariadb, startMariadb, type Mariadb } from './mariadb.ts'

/**
 * Opens the test's database; closed by the end of the test. On a file and on a server a second call
 * opens the same data once more, as another instance does. In memory each call has data of its own.
 */
export type OpenDatabase = <Schema>(options?: Partial<DatabaseOptions>) => Promise<Database<Schema>>

type DatabaseKind = 'memory' | 'file' | 'mysql'

type DatabaseTest = (
  t: TestContext,
  open: OpenDatabase,
  at: { readonly kind: DatabaseKind; readonly url: string }
) => Promise<void>

const allKinds: readonly DatabaseKind[] = ['memory', 'file', 'mysql']
let ownServer: Promise<Mariadb> | undefined

/**
 * Registers the same test for SQLite in memory, SQLite in a file, and MySQL: the server of
 * `TEST_MYSQL_URL` (with the right to create databases), else a MariaDB that is started once per
 * process, else skipped with the reason.
 */
export function eachDatabase(
  name: string,
  run: DatabaseTest,
  kinds: readonly DatabaseKind[] = allKinds
): void {
  for (const kind of kinds) {
    const skip = kind === 'mysql' && !hasServer() ? 'no TEST_MYSQL_URL and no mariadbd' : false
    test(`${name} (${kind})`, { skip }, async t => {
      const place = await prepare[kind]()
      const opened: { close(): Promise<void> }[] = []
      t.after(async () => {
        await Promise.all(opened.map(database => database.close()))
        await place.remove()
      })
      const open: OpenDatabase = async <Schema>(options: Partial<DatabaseOptions> = {}) => {
        const database = await openDatabase<Schema>({ url: place.url, ...options })
        opened.push(database)
        return database
      }
      await run(t, open, { kind, url: place.url })
    })
  }
}

type Place = { readonly url: string; remove(): Promise<void> }

const prepare: Readonly<Record<DatabaseKind, () => Promise<Place>>> = {
  async memory() {
    return { url: 'sqlite::memory:', async remove() {} }
  },

  async file() {
    const folder = await mkdtemp(join(tmpdir(), 'microzon-sqlite-'))
    return {
      url: `sqlite:${folder}/test.db`,
      remove: () => rm(folder, { recursive: true, force: true })
    }
  },

  async mysql() {
    const server = await serverUrl()
    const name = `test_${randomUUID().replaceAll('-', '')}`
    // As badly set up as a server may be: the tables themselves must say what they can hold.
    await execute(server, `create database ${name} character set latin1`)
    return {
      url: new URL(`/${name}`, server).href,
      remove: () => execute(server, `drop database ${name}`)
    }
  }
}

function hasServer() {
  return process.env['TEST_MYSQL_URL'] !== undefined || hasMariadb()
}

async function serverUrl(): Promise<string> {
  const given = process.env['TEST_MYSQL_URL']
  if (given !== undefined) {
    return given
  }
  ownServer ??= startMariadb()
  return (await ownServer).url
}

// At the root, so that it runs once, after every test of the process.
after(async () => {
  const server = await ownServer
  await server?.stop()
})

/** One statement outside of any database. */
async function execute(server: string, statement: string): Promise<void> {
  const { default: mysql } = await import('mysql2/promise')
  const connection = await mysql.createConnection({ uri: server })
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
