import assert from 'node:assert/strict'

import { sql } from 'kysely'

import type { Migrations } from '../../src/store/index.ts'
import { eachDatabase } from '../../src/testing/databases.ts'
import { migrations, type TestSchema } from './schema.ts'

type Migration = Migrations[string]

function createTable(name: string): Migration {
  return {
    async up(database) {
      await database.schema.createTable(name).addColumn('id', 'integer').execute()
    }
  }
}

eachDatabase('three that migrate at once run each step once', async (_, open, at) => {
  const first = await open<TestSchema>()
  const others = at.kind === 'memory' ? [first, first] : [await open(), await open()]
  let runs = 0
  const steps: Migrations = {
    ...migrations,
    '004-count': {
      async up(database) {
        runs += 1
        await createTable('counted').up(database)
      }
    }
  }
  await Promise.all([first, ...others].map(database => database.migrate(steps)))
  await first.migrate(steps)
  assert.equal(runs, 1)
})

eachDatabase('steps run in the order of their names, later ones later', async (_, open) => {
  const database = await open<TestSchema>()
  const ran: string[] = []
  const step = (name: string): Migration => ({
    async up() {
      ran.push(name)
    }
  })
  await database.migrate({ '002': step('002'), '001': step('001') })
  await database.migrate({ '001': step('001'), '002': step('002'), '003': step('003') })
  assert.deepEqual(ran, ['001', '002', '003'])
})

eachDatabase('an older version starts beside a newer one', async (_, open) => {
  const database = await open<TestSchema>()
  await database.migrate({ ...migrations, '999-newer': createTable('newer') })
  await database.migrate(migrations)
  assert.equal(await database.ready(), true)
})

eachDatabase('a step that fails is named, is run again, and holds nobody up', async (_, open) => {
  const database = await open<TestSchema>()
  const broken: Migration = {
    async up(connection) {
      await sql`create tabel nonsense`.execute(connection)
    }
  }
  await assert.rejects(
    database.migrate({ '001': createTable('one'), '002': broken }),
    /migration 002 failed/
  )
  const repaired = { '001': { ...createTable('one') }, '002': createTable('two') }
  await database.migrate(repaired)
  await sql`select * from one, two`.execute(database.kysely)
})
