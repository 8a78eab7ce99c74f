import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { defaultLimits } from '../../src/store/index.ts'
import { eachDatabase } from '../../src/testing/databases.ts'

test('every limit is there: a whole number above zero', () => {
  for (const [name, limit] of Object.entries(defaultLimits)) {
    assert.ok(Number.isSafeInteger(limit) && limit > 0, name)
  }
})

test('what waits inside of something else ends before it', () => {
  const { busyMs, queryMs, transactionMs, repeatMs, waitMs } = defaultLimits
  for (const inner of [busyMs, queryMs, repeatMs, waitMs]) assert.ok(inner < transactionMs)
})

eachDatabase(
  'a lock that is not given ends in the words of the server, before the statement is cut',
  async (_, open) => {
    const { kysely } = await open()
    const { rows } = await sql<{
      seconds: number
    }>`select @@innodb_lock_wait_timeout as seconds`.execute(kysely)
    const waitMs = Number(rows[0]?.seconds) * 1_000
    assert.ok(waitMs > 0 && waitMs < defaultLimits.queryMs, `${waitMs}`)
  },
  ['mysql']
)
