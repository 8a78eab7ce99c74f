import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'node:test'

import { sql } from 'kysely'

import {
  excluded,
  isForeignKeyViolation,
  isStoreError,
  isUniqueViolation,
  openDatabase,
  type QueryEvent
} from '../../src/store/index.ts'
import { eachDatabase, type OpenDatabase } from '../../src/testing/databases.ts'
import { account, migrations, type TestSchema } from './schema.ts'

async function openMigrated(open: OpenDatabase, options: Parameters<OpenDatabase>[0] = {}) {
  const database = await open<TestSchema>(options)
  await database.migrate(migrations)
  return database
}

function hasStoreCode(code: string) {
  return (error: unknown) => isStoreError(error) && error.code === code
}

eachDatabase('keeps emoji, large sums of cents and empty texts', async (_, open) => {
  const { kysely } = await openMigrated(open)
  const cents = Number.MAX_SAFE_INTEGER
  await kysely
    .insertInto('account')
    .values(account('a', { name: 'Zoë 🛒 漢字', cents }))
    .execute()
  await kysely
    .insertInto('account')
    .values(account('b', { name: '' }))
    .execute()
  const rows = await kysely.selectFrom('account').selectAll().orderBy('id').execute()
  assert.deepStrictEqual(
    rows.map(row => ({ ...row })),
    [
      { id: 'a', name: 'Zoë 🛒 漢字', cents },
      { id: 'b', name: '', cents: 0 }
    ]
  )
})

eachDatabase('gives sums and counts as numbers', async (_, open) => {
  const { kysely } = await openMigrated(open)
  await kysely
    .insertInto('account')
    .values([account('a', { cents: 199 }), account('b', { cents: 1 })])
    .execute()
  const row = await kysely
    .selectFrom('account')
    .select(eb => [eb.fn.sum<number>('cents').as('sum'), eb.fn.countAll<number>().as('count')])
    .executeTakeFirstOrThrow()
  assert.deepEqual({ ...row }, { sum: 200, count: 2 })
})

eachDatabase('compares and orders texts by their code points', async (_, open) => {
  const { kysely } = await openMigrated(open)
  for (const id of ['b', 'B', 'a', 'ä', 'A']) {
    await kysely.insertInto('account').values(account(id)).execute()
  }
  const rows = await kysely.selectFrom('account').select('id').orderBy('id').execute()
  assert.deepEqual(
    rows.map(row => row.id),
    ['A', 'B', 'a', 'b', 'ä']
  )
})

eachDatabase('refuses parameters that the dialects would store differently', async (_, open) => {
  const { kysely } = await openMigrated(open)
  for (const cents of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(
      kysely.insertInto('account').values(account('a', { cents })).execute(),
      TypeError
    )
  }
  const rows = await kysely.selectFrom('account').selectAll().execute()
  assert.deepEqual(rows, [])
})

eachDatabase('binds texts that look like SQL as texts', async (_, open) => {
  const { kysely } = await openMigrated(open)
  const name = `\\'; drop table account; -- " \u0000 \\`
  await kysely.insertInto('account').values(account('a', { name })).execute()
  const row = await kysely
    .selectFrom('account')
    .select('name')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  assert.equal(row.name, name)
})

eachDatabase('tells a unique violation and a foreign key violation apart', async (_, open) => {
  const { kysely } = await openMigrated(open)
  await kysely
    .insertInto('account')
    .values(account('a', { name: 'ada@example.org' }))
    .execute()
  const booking = { id: '1', account_id: 'nobody', cents: 1 }
  const primary = await failure(kysely.insertInto('account').values(account('a', { name: 'x' })))
  const unique = await failure(
    kysely.insertInto('account').values(account('b', { name: 'ada@example.org' }))
  )
  const missing = await failure(kysely.insertInto('booking').values(booking))
  await kysely
    .insertInto('booking')
    .values({ ...booking, account_id: 'a' })
    .execute()
  const referred = await failure(kysely.deleteFrom('account').where('id', '=', 'a'))

  assert.deepEqual([primary, unique, missing, referred].map(isUniqueViolation), [
    true,
    true,
    false,
    false
  ])
  assert.deepEqual([primary, unique, missing, referred].map(isForeignKeyViolation), [
    false,
    false,
    true,
    true
  ])
  assert.equal(isUniqueViolation(new Error('no code')), false)
  assert.equal(isForeignKeyViolation({ errno: 1452 }), false)
})

eachDatabase('an error holds no value of a statement', async (_, open) => {
  const { kysely } = await openMigrated(open)
  const name = 'ada@example.org'
  await kysely.insertInto('account').values(account('a', { name })).execute()
  const error = await failure(kysely.insertInto('account').values(account('b', { name })))
  assert.doesNotMatch(describe(error), /ada@example/)
})

eachDatabase('an upsert inserts, then updates with what the insert brought', async (_, open) => {
  const { kysely } = await openMigrated(open)
  async function add(cents: number) {
    await kysely
      .insertInto('account')
      .values(account('a', { cents }))
      .onDuplicateKeyUpdate(eb => ({
        cents: eb.fn<number>('least', [
          eb('account.cents', '+', excluded<number>('cents')),
          eb.lit(99)
        ])
      }))
      .execute()
    const row = await kysely.selectFrom('account').select('cents').executeTakeFirstOrThrow()
    return row.cents
  }
  assert.deepEqual([await add(40), await add(50), await add(60)], [40, 90, 99])
})

eachDatabase(
  'a transaction that throws leaves nothing and throws the same error',
  async (_, open) => {
    const database = await openMigrated(open)
    const mistake = new Error('mistake')
    await assert.rejects(
      database.transaction(async transaction => {
        await transaction.insertInto('account').values(account('a')).execute()
        throw mistake
      }),
      error => error === mistake
    )
    assert.deepEqual(await database.kysely.selectFrom('account').selectAll().execute(), [])
  }
)

eachDatabase('concurrent read and write in transactions lose no update', async (_, open, at) => {
  const first = await openMigrated(open)
  const second = at.kind === 'memory' ? first : await open<TestSchema>()
  await first.kysely.insertInto('account').values(account('a')).execute()
  const increment = async (database: typeof first) =>
    database.transaction(async transaction => {
      const row = await transaction
        .selectFrom('account')
        .select('cents')
        .where('id', '=', 'a')
        .forUpdate()
        .executeTakeFirstOrThrow()
      await transaction
        .updateTable('account')
        .set({ cents: row.cents + 1 })
        .execute()
    })
  await Promise.all(
    Array.from({ length: 60 }, (__, index) => increment(index % 2 === 0 ? first : second))
  )
  const row = await first.kysely.selectFrom('account').select('cents').executeTakeFirst()
  assert.equal(row?.cents, 60)
})

eachDatabase('opposite lock orders end without an error', async (_, open, at) => {
  const left = await openMigrated(open)
  const right = at.kind === 'memory' ? left : await open<TestSchema>()
  await left.kysely
    .insertInto('account')
    .values([account('a'), account('b')])
    .execute()
  const pay = async (database: typeof left, ids: readonly string[]) =>
    database.transaction(async transaction => {
      for (const id of ids) {
        await transaction
          .updateTable('account')
          .set(eb => ({ cents: eb('cents', '+', 1) }))
          .where('id', '=', id)
          .execute()
        await nextTurn()
      }
    })
  await Promise.all(
    Array.from({ length: 20 }, (__, index) =>
      index % 2 === 0 ? pay(left, ['a', 'b']) : pay(right, ['b', 'a'])
    )
  )
  const rows = await left.kysely.selectFrom('account').select('cents').execute()
  assert.deepEqual(
    rows.map(row => row.cents),
    [20, 20]
  )
})

eachDatabase('the database inside its own transaction is refused at once', async (_, open) => {
  const database = await openMigrated(open)
  const startedAt = performance.now()
  await assert.rejects(
    database.transaction(async () => {
      await database.kysely.selectFrom('account').selectAll().execute()
    }),
    hasStoreCode('STORE_MISUSED')
  )
  await assert.rejects(
    database.transaction(() => database.transaction(async () => {})),
    hasStoreCode('STORE_MISUSED')
  )
  assert.ok(performance.now() - startedAt < 1_000)
  assert.equal(await database.ready(), true)
})

eachDatabase('what a transaction leaves running may use the database later', async (_, open) => {
  const database = await openMigrated(open)
  const gate = Promise.withResolvers<void>()
  const later = await database.transaction(async () => ({
    rows: gate.promise.then(() => database.kysely.selectFrom('account').selectAll().execute())
  }))
  gate.resolve()
  assert.deepEqual(await later.rows, [])
})

eachDatabase('work that takes too long is rolled back and blocks nobody', async (_, open) => {
  const database = await openMigrated(open, { limits: { transactionMs: 50 } })
  const gate = Promise.withResolvers<void>()
  let late: Promise<unknown> = Promise.resolve()
  await assert.rejects(
    database.transaction(async transaction => {
      await transaction.insertInto('account').values(account('a')).execute()
      late = gate.promise.then(() =>
        transaction.insertInto('account').values(account('b')).execute()
      )
      await late
    }),
    hasStoreCode('STORE_TIMEOUT')
  )
  await database.kysely.insertInto('account').values(account('c')).execute()
  gate.resolve()
  await assert.rejects(late)
  const rows = await database.kysely.selectFrom('account').select('id').execute()
  assert.deepEqual(
    rows.map(row => row.id),
    ['c']
  )
})

eachDatabase('tells each statement with its time and without its values', async (_, open) => {
  const events: QueryEvent[] = []
  const database = await openMigrated(open, { onQuery: event => void events.push(event) })
  events.length = 0
  await database.kysely
    .insertInto('account')
    .values(account('a', { name: 'secret' }))
    .execute()
  await assert.rejects(sql`select * from nowhere`.execute(database.kysely))
  assert.equal(events.length, 2)
  assert.match(events[0]?.sql ?? '', /^insert into .account.+\?, \?, \?/)
  assert.ok((events[0]?.durationMs ?? -1) >= 0 && (events[0]?.startedAt ?? 0) > 1e12)
  assert.ok(events[0]?.error === undefined && events[1]?.error instanceof Error)
  assert.doesNotMatch(events.map(event => event.sql).join(), /secret/)
})

eachDatabase('is ready while it is open, and not after', async (_, open) => {
  const database = await openMigrated(open)
  assert.equal(await database.ready(), true)
  await database.close()
  await database.close()
  assert.equal(await database.ready(), false)
})

eachDatabase(
  'closing ends a transaction that does not end by itself, and frees the store',
  async (_, open) => {
    const limits = { waitMs: 100 }
    const database = await openMigrated(open, { limits })
    const isOpen = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const hanging = database.transaction(async transaction => {
      await transaction.insertInto('account').values(account('a')).execute()
      isOpen.resolve()
      await release.promise
      await transaction.insertInto('account').values(account('b')).execute()
    })
    await isOpen.promise
    await database.close()
    const other = await open<TestSchema>()
    await other.kysely.insertInto('account').values(account('a')).execute()
    release.resolve()
    await assert.rejects(hanging)
    const rows = await other.kysely.selectFrom('account').select('id').execute()
    assert.deepEqual(
      rows.map(row => row.id),
      ['a']
    )
  },
  ['file', 'mysql']
)

test('a URL of another kind is refused without telling its password', async () => {
  const urls = ['postgres://u:hunter2@h/d', 'sqlite:relative.db', 'mysql://u:hunter2@h:x/d', '']
  for (const url of urls) {
    await assert.rejects(openDatabase({ url }), error => {
      assert.ok(error instanceof TypeError)
      assert.doesNotMatch(describe(error), /hunter2/)
      return true
    })
  }
})

test('a file in a folder that does not exist is refused with its path', async () => {
  const url = 'sqlite:/nowhere/at/all.db'
  await assert.rejects(openDatabase({ url }), (error: Error) => {
    assert.match(error.message, /\/nowhere\/at\/all\.db/)
    return hasStoreCode('STORE_UNREACHABLE')(error)
  })
})

async function failure(query: { execute(): Promise<unknown> }): Promise<unknown> {
  return query.execute().then(
    () => assert.fail('expected an error'),
    (error: unknown) => error
  )
}

/** All that a logger could see of an error. */
function describe(error: unknown): string {
  const names = error instanceof Error ? Object.getOwnPropertyNames(error) : []
  return names.map(name => String(Reflect.get(error as Error, name))).join('\n')
}
