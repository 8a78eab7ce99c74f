import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'

import { sql } from 'kysely'

import { isStoreError, openDatabase, type QueryEvent } from '../../src/store/index.ts'
import { eachDatabase } from '../../src/testing/databases.ts'
import { hasMariadb, startMariadb } from '../../src/testing/mariadb.ts'
import { account, migrations, type TestSchema } from './schema.ts'

function hasStoreCode(code: string) {
  return (error: unknown) => isStoreError(error) && error.code === code
}

function isLost(error: unknown): boolean {
  return hasStoreCode('STORE_UNREACHABLE')(error) && isStoreError(error) && !error.nothingExecuted
}

function errnoOf(event: QueryEvent): unknown {
  return event.error instanceof Error ? Reflect.get(event.error, 'errno') : undefined
}

eachDatabase(
  'the loser of a deadlock is run again',
  async (_, open) => {
    const events: QueryEvent[] = []
    const database = await open<TestSchema>({ onQuery: event => void events.push(event) })
    await database.migrate(migrations)
    await database.kysely
      .insertInto('account')
      .values([account('a'), account('b')])
      .execute()
    const bothHoldOne = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]

    const pay = async (index: 0 | 1, ids: readonly [string, string]) =>
      database.transaction(async transaction => {
        const add = (id: string) =>
          transaction
            .updateTable('account')
            .set(eb => ({ cents: eb('cents', '+', 1) }))
            .where('id', '=', id)
            .execute()
        await add(ids[0])
        bothHoldOne[index]?.resolve()
        await Promise.all(bothHoldOne.map(held => held.promise))
        await add(ids[1])
      })
    await Promise.all([pay(0, ['a', 'b']), pay(1, ['b', 'a'])])

    assert.ok(
      events.some(event => errnoOf(event) === 1213),
      'there was a deadlock'
    )
    const rows = await database.kysely.selectFrom('account').select('cents').execute()
    assert.deepEqual(
      rows.map(row => row.cents),
      [2, 2]
    )
  },
  ['mysql']
)

eachDatabase(
  'an exhausted pool refuses in time, a full queue at once, and both recover',
  async (_, open) => {
    const limits = { connections: 2, waitersMax: 1, waitMs: 100 }
    const database = await open<TestSchema>({ limits })
    await database.migrate(migrations)
    const release = Promise.withResolvers<void>()
    const held = [1, 2].map(() => {
      const isHeld = Promise.withResolvers<void>()
      const ended = database.transaction(async transaction => {
        await sql`select 1`.execute(transaction)
        isHeld.resolve()
        await release.promise
      })
      return { isHeld: isHeld.promise, ended }
    })
    await Promise.all(held.map(holder => holder.isHeld))

    const startedAt = performance.now()
    const waiting = database.kysely.selectFrom('account').selectAll().execute()
    const tooMany = database.kysely.selectFrom('account').selectAll().execute()
    await assert.rejects(tooMany, hasStoreCode('STORE_BUSY'))
    await assert.rejects(waiting, hasStoreCode('STORE_BUSY'))
    assert.ok(performance.now() - startedAt < 1_000)
    assert.equal(await database.ready(), true, 'busy is not gone')

    release.resolve()
    await Promise.all(held.map(holder => holder.ended))
    assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
  },
  ['mysql']
)

eachDatabase(
  'a connection that was left in a transaction is not handed on',
  async (_, open) => {
    const database = await open<TestSchema>({ limits: { connections: 1 } })
    await database.migrate(migrations)
    await database.kysely.connection().execute(async connection => {
      await sql`START TRANSACTION`.execute(connection)
      await connection.insertInto('account').values(account('a')).execute()
    })
    // The pool has one connection: its next holder would see what is not committed.
    assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
  },
  ['mysql']
)

eachDatabase(
  'a statement that takes too long is given up with its connection',
  async (_, open) => {
    const database = await open({ limits: { connections: 1, queryMs: 200 } })
    await assert.rejects(
      sql`select sleep(5)`.execute(database.kysely),
      error => hasStoreCode('STORE_TIMEOUT')(error) && isStoreError(error) && !error.nothingExecuted
    )
    // On the same connection this would wait behind the one before.
    await sql`select 1`.execute(database.kysely)
  },
  ['mysql']
)

eachDatabase(
  'a connection that the server cuts in a transaction fails it and no other',
  async (_, open) => {
    const database = await open<TestSchema>()
    await database.migrate(migrations)
    const failed = database.transaction(async transaction => {
      await transaction.insertInto('account').values(account('a')).execute()
      const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(transaction)
      const other = await open()
      await sql`kill connection ${sql.lit(rows[0]?.id)}`.execute(other.kysely)
      await transaction.insertInto('account').values(account('b')).execute()
    })
    await assert.rejects(failed, isLost)
    assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
  },
  ['mysql']
)

eachDatabase(
  'a connection that is lost during a statement says that the store was away',
  async (t, _, { url }) => {
    const gateway = createGateway(url)
    const port = await takePort()
    await new Promise<void>(resolve => gateway.server.listen(port, '127.0.0.1', resolve))
    t.after(() => gateway.server.close())
    t.after(gateway.cut)
    const through = new URL(url)
    through.hostname = '127.0.0.1'
    through.port = String(port)
    const database = await openDatabase({ url: through.href, limits: { connections: 1 } })
    t.after(() => database.close())

    const isHeard = gateway.heard('sleep')
    const asked = assert.rejects(sql`select sleep(5)`.execute(database.kysely), isLost)
    await isHeard
    gateway.cut()
    await asked
    await sql`select 1`.execute(database.kysely)
  },
  ['mysql']
)

eachDatabase(
  'a text that is too long and a number that is too large are refused, not cut',
  async (_, open) => {
    const { kysely, migrate } = await open<TestSchema>()
    await migrate(migrations)
    const long = account('a', { name: 'x'.repeat(101) })
    await assert.rejects(kysely.insertInto('account').values(long).execute())
    const large = account('a', { cents: 2 ** 64 })
    await assert.rejects(kysely.insertInto('account').values(large).execute())
  },
  ['mysql']
)

eachDatabase(
  'a database that is not there and a password that is wrong are told at once',
  async (_, __, { url }) => {
    const missing = new URL('/missing', url)
    const intruder = new URL(url)
    intruder.username = 'nobody'
    intruder.password = 'hunter2'
    for (const wrong of [missing, intruder]) {
      const startedAt = performance.now()
      await assert.rejects(openDatabase({ url: wrong.href }), error => {
        assert.doesNotMatch(String(error), /hunter2/)
        return hasStoreCode('STORE_UNREACHABLE')(error)
      })
      assert.ok(performance.now() - startedAt < 2_000)
    }
  },
  ['mysql']
)

eachDatabase(
  'the first connection is tried until the server is there',
  async (t, _, { url }) => {
    const { server: gateway, cut } = createGateway(url)
    t.after(cut)
    t.after(() => gateway.close())
    const port = await takePort()
    const late = new URL(url)
    late.port = String(port)

    let failures = 0
    const database = await openDatabase({
      url: late.href,
      // Asked for the jitter of each back-off, so after each failure.
      random() {
        failures += 1
        if (failures === 3) {
          gateway.listen(port, '127.0.0.1')
        }
        return 0.5
      }
    })
    assert.ok(failures >= 3)
    assert.equal(await database.ready(), true)
    await database.close()
  },
  ['mysql']
)

test('a server that is never there is told within the limit', async () => {
  const url = `mysql://root:hunter2@127.0.0.1:${await takePort()}/d`
  const startedAt = performance.now()
  await assert.rejects(openDatabase({ url, limits: { connectMs: 200 } }), error => {
    assert.doesNotMatch(String(error), /hunter2/)
    return hasStoreCode('STORE_UNREACHABLE')(error)
  })
  assert.ok(performance.now() - startedAt < 2_000)
})

const skip = hasMariadb() ? false : 'no mariadbd'

test('a server that hangs holds nobody up and loses its connections', { skip }, async t => {
  const server = await startMariadb()
  t.after(() => server.stop())
  const url = new URL('/test_hang', server.url).href
  const root = await openDatabase({ url: new URL('/mysql', server.url).href })
  await sql`create database test_hang`.execute(root.kysely)
  await root.close()
  const limits = { queryMs: 200, connections: 2 }
  const database = await openDatabase<TestSchema>({ url, limits })
  t.after(() => database.close())
  await database.migrate(migrations)

  const startedAt = performance.now()
  await assert.rejects(
    database.transaction(async transaction => {
      await transaction.insertInto('account').values(account('a')).execute()
      await halt(server.pid)
      await transaction.insertInto('account').values(account('b')).execute()
    }),
    hasStoreCode('STORE_TIMEOUT')
  )
  assert.equal(await database.ready(), false)
  assert.ok(performance.now() - startedAt < 1_500)

  process.kill(server.pid, 'SIGCONT')
  assert.equal(await database.ready(), true)
  assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
  await database.kysely.insertInto('account').values(account('c')).execute()

  await halt(server.pid)
  const closedAt = performance.now()
  await database.close()
  assert.ok(performance.now() - closedAt < 3_000, 'closes although the server hangs')
  process.kill(server.pid, 'SIGCONT')
})

/** A port that nobody listens on. */
async function takePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Stops a process and waits until none of its threads runs any more: the signal itself does not wait. */
async function halt(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  const states = async (): Promise<readonly string[]> => {
    const threads = await readdir(`/proc/${pid}/task`)
    return Promise.all(
      threads.map(async thread => {
        const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')
        return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? ''
      })
    )
  }
  while (!(await states()).every(state => state === 'T')) continue
}

/** Passes everything on to a server; `heard` resolves when a text has come by. */
function createGateway(to: string) {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  const listeners = new Set<(said: string) => void>()
  const server = createServer(socket => {
    const upstream = connect(Number(port), hostname)
    socket.on('data', chunk => listeners.forEach(tell => tell(chunk.toString('latin1'))))
    socket.pipe(upstream).pipe(socket)
    for (const each of [socket, upstream]) sockets.add(each.on('error', () => {}))
  })
  return {
    server,
    cut: () => sockets.forEach(socket => socket.destroy()),
    heard: (text: string) =>
      new Promise<void>(resolve => {
        listeners.add(said => said.includes(text) && resolve())
      })
  }
}
