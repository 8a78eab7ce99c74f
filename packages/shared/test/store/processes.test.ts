import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once as onceEvent } from 'node:events'
import { createInterface } from 'node:readline'
import { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

import { sql } from 'kysely'

import { isStoreError } from '../../src/store/index.ts'
import { eachDatabase } from '../../src/testing/databases.ts'
import { account, migrations, type TestSchema } from './schema.ts'

const program = fileURLToPath(new URL('child.ts', import.meta.url))

function startChild(t: TestContext, verb: string, url: string) {
  const child = spawn(process.execPath, [program, verb, url], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.after(() => child.kill('SIGKILL'))
  return { child, lines: createInterface(child.stdout) }
}

async function runChild(t: TestContext, verb: string, url: string): Promise<readonly string[]> {
  const { child, lines } = startChild(t, verb, url)
  const said: string[] = []
  lines.on('line', line => said.push(line))
  const [code] = (await onceEvent(child, 'close')) as [number]
  assert.equal(code, 0)
  return said
}

eachDatabase(
  'three processes that migrate at once leave one schema',
  async (t, open, { url }) => {
    const said = await Promise.all([1, 2, 3].map(() => runChild(t, 'migrate', url)))
    assert.deepEqual(said.flat(), ['migrated', 'migrated', 'migrated'])
    const { kysely } = await open<TestSchema>()
    const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(
      kysely
    )
    assert.deepEqual(
      rows.map(row => row.name),
      Object.keys(migrations)
    )
  },
  ['file', 'mysql']
)

eachDatabase(
  'of two processes with the same claims each runs once',
  async (t, open, { url }) => {
    const database = await open<TestSchema>()
    await database.migrate(migrations)
    const said = (await Promise.all([1, 2].map(() => runChild(t, 'claim', url)))).flat()
    const ran = said.filter(line => line.startsWith('ran '))
    assert.equal(said.length, 200)
    assert.equal(new Set(ran).size, 100)
    assert.equal(ran.length, 100)
  },
  ['file', 'mysql']
)

eachDatabase(
  'a writer that is killed loses nothing it has acknowledged and leaves no half',
  async (t, open, { url }) => {
    const database = await open<TestSchema>()
    await database.migrate(migrations)
    const { child, lines } = startChild(t, 'write', url)
    const acknowledged: string[] = []
    for await (const line of lines) {
      acknowledged.push(line)
      if (acknowledged.length === 50) {
        child.kill('SIGKILL')
      }
    }
    // One statement: a commit that is still on its way must be in both halves or in none.
    const rows = await database.kysely
      .selectFrom('account')
      .leftJoin('booking', 'booking.account_id', 'account.id')
      .select(['account.id', 'booking.id as bookingId'])
      .execute()
    const ids = new Set(rows.map(row => row.id))
    assert.ok(acknowledged.length >= 50)
    assert.deepEqual(
      acknowledged.filter(id => !ids.has(id)),
      []
    )
    assert.ok(rows.every(row => row.bookingId === row.id))
    await database.kysely.insertInto('account').values(account('next')).execute()
  },
  ['file', 'mysql']
)

eachDatabase(
  'a process that holds the write lock stops no reader, and a writer only so long',
  async (t, open, { url }) => {
    const database = await open<TestSchema>({ limits: { busyMs: 200 } })
    await database.migrate(migrations)
    const { child, lines } = startChild(t, 'hold', url)
    await onceEvent(lines, 'line')
    const insert = () => database.kysely.insertInto('account').values(account('a')).execute()
    const refused = insert()
    assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
    assert.equal(await database.ready(), true)
    await assert.rejects(
      refused,
      error => isStoreError(error) && error.code === 'STORE_BUSY' && error.nothingExecuted
    )
    await assert.rejects(
      database.transaction(async () => {}),
      isStoreError
    )
    child.kill('SIGKILL')
    await onceEvent(child, 'close')
    await insert()
    const rows = await database.kysely.selectFrom('account').select('id').execute()
    assert.deepEqual(
      rows.map(row => ({ ...row })),
      [{ id: 'a' }]
    )
  },
  ['file']
)
