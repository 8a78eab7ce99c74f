import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'

import { openDatabase, type Database, type DatabaseOptions } from '../store/index.ts'
import { hasMariadb, startMariadb } from './mariadb.ts'
import { hasMysql, startMysql } from './mysql.ts'
import type { SqlServer } from './sql-server.ts'

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

/** Both speak MySQL; what one takes, the other may refuse. */
const servers: readonly ServerOfTests[] = [
  serverOfTests({
    name: 'MariaDB',
    variable: 'TEST_MARIADB_URL',
    isThere: hasMariadb,
    start: startMariadb
  }),
  serverOfTests({ name: 'MySQL', variable: 'TEST_MYSQL_URL', isThere: hasMysql, start: startMysql })
]

/**
 * Registers the same test for SQLite in memory, SQLite in a file, and for the kind `mysql` on both
 * MariaDB and MySQL: the servers of `TEST_MARIADB_URL` and `TEST_MYSQL_URL` (with the right to create
 * databases), else ones that are started once per process, else skipped with the reason.
 */
export function eachDatabase(
  name: string,
  run: DatabaseTest,
  kinds: readonly DatabaseKind[] = allKinds
): void {
  for (const kind of kinds) {
    if (kind !== 'mysql') {
      register(`${name} (${kind})`, run, { kind, skip: false, prepare: prepare[kind] })
      continue
    }
    for (const server of servers) {
      const skip = server.whyMissing ?? false
      const prepareOnServer = (): Promise<Place> => prepareOn(server)
      register(`${name} (${server.name})`, run, { kind, skip, prepare: prepareOnServer })
    }
  }
}

function register(
  name: string,
  run: DatabaseTest,
  options: {
    readonly kind: DatabaseKind
    readonly skip: string | false
    readonly prepare: () => Promise<Place>
  }
): void {
  const { kind, skip } = options
  test(name, { skip }, async t => {
    const place = await options.prepare()
    const opened: { close(): Promise<void> }[] = []
    t.after(async () => {
      await Promise.all(opened.map(database => database.close()))
      await place.remove()
    })
    const open: OpenDatabase = async <Schema>(more: Partial<DatabaseOptions> = {}) => {
      const database = await openDatabase<Schema>({ url: place.url, ...more })
      opened.push(database)
      return database
    }
    await run(t, open, { kind, url: place.url })
  })
}

type Place = { readonly url: string; remove(): Promise<void> }

const prepare: Readonly<Record<'memory' | 'file', () => Promise<Place>>> = {
  async memory() {
    return { url: 'sqlite::memory:', async remove() {} }
  },

  async file() {
    const folder = await mkdtemp(join(tmpdir(), 'microzon-sqlite-'))
    return {
      url: `sqlite:${folder}/test.db`,
      remove: () => rm(folder, { recursive: true, force: true })
    }
  }
}

async function prepareOn({ url: urlOf }: ServerOfTests): Promise<Place> {
  const server = await urlOf()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // As badly set up as a server may be: the tables themselves must say what they can hold.
  await execute(server, `create database ${name} character set latin1`)
  return {
    url: new URL(`/${name}`, server).href,
    remove: () => execute(server, `drop database ${name}`)
  }
}

type ServerOfTests = {
  readonly name: string
  /** Undefined when it is there. */
  readonly whyMissing: string | undefined
  readonly url: () => Promise<string>
  readonly stop: () => Promise<void>
}

function serverOfTests(options: {
  readonly name: string
  readonly variable: string
  readonly isThere: () => boolean
  readonly start: () => Promise<SqlServer>
}): ServerOfTests {
  const { name, variable, isThere, start } = options
  const given = process.env[variable]
  let own: Promise<SqlServer> | undefined
  const isMissing = given === undefined && !isThere()
  return {
    name,
    whyMissing: isMissing ? `no ${variable} and no ${name}` : undefined,
    url: async () => given ?? (await (own ??= start())).url,
    stop: async () => (await own)?.stop()
  }
}

// At the root, so that it runs once, after every test of the process.
after(async () => {
  await Promise.all(servers.map(({ stop }) => stop()))
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
