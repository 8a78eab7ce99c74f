import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

import {
  isForeignKeyViolation,
  isRetryable,
  isStoreError,
  isUniqueViolation,
  StoreError
} from '../../src/store/index.ts'
import { isSqliteBusy } from '../../src/store/errors.ts'

type Kind = 'unique' | 'foreign key' | 'retryable' | 'none'

function kindsOf(error: unknown): readonly Kind[] {
  const kinds: readonly (readonly [Kind, boolean])[] = [
    ['unique', isUniqueViolation(error)],
    ['foreign key', isForeignKeyViolation(error)],
    ['retryable', isRetryable(error)]
  ]
  const found = kinds.filter(([, is]) => is).map(([kind]) => kind)
  return found.length > 0 ? found : ['none']
}

const withErrno = (errno: unknown): Error => Object.assign(new Error('x'), { errno })
const withErrcode = (errcode: unknown): Error => Object.assign(new Error('x'), { errcode })

// Numbers of MySQL's errors, by their names in its manual.
const mysql: readonly (readonly [string, number, Kind])[] = [
  ['ER_DUP_ENTRY', 1062, 'unique'],
  ['ER_DUP_ENTRY_WITH_KEY_NAME', 1586, 'unique'],
  ['ER_ROW_IS_REFERENCED_2', 1451, 'foreign key'],
  ['ER_NO_REFERENCED_ROW_2', 1452, 'foreign key'],
  ['ER_LOCK_DEADLOCK', 1213, 'retryable'],
  ['ER_LOCK_WAIT_TIMEOUT', 1205, 'retryable'],
  ['ER_BAD_NULL_ERROR', 1048, 'none'],
  ['ER_DATA_TOO_LONG', 1406, 'none'],
  ['ER_NO_SUCH_TABLE', 1146, 'none'],
  ['ER_QUERY_INTERRUPTED', 1317, 'none']
]

for (const [name, errno, kind] of mysql) {
  test(`${name} of MySQL is of the kind "${kind}"`, () => {
    assert.deepEqual(kindsOf(withErrno(errno)), [kind])
    // In the other dialect's field the same number says something else.
    assert.deepEqual(kindsOf(withErrcode(errno)), ['none'])
  })
}

// Extended result codes: the low byte is the primary one.
const sqlite: readonly (readonly [string, number, Kind])[] = [
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 1555, 'unique'],
  ['SQLITE_CONSTRAINT_UNIQUE', 2067, 'unique'],
  ['SQLITE_CONSTRAINT_ROWID', 2579, 'unique'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 787, 'foreign key'],
  ['SQLITE_BUSY', 5, 'retryable'],
  ['SQLITE_BUSY_RECOVERY', 261, 'retryable'],
  ['SQLITE_BUSY_SNAPSHOT', 517, 'retryable'],
  ['SQLITE_BUSY_TIMEOUT', 773, 'retryable'],
  ['SQLITE_LOCKED', 6, 'retryable'],
  ['SQLITE_LOCKED_SHAREDCACHE', 262, 'retryable'],
  ['SQLITE_CONSTRAINT_NOTNULL', 1299, 'none'],
  ['SQLITE_CONSTRAINT_CHECK', 275, 'none'],
  ['SQLITE_FULL', 13, 'none'],
  ['SQLITE_IOERR', 10, 'none'],
  ['SQLITE_READONLY', 8, 'none']
]

for (const [name, errcode, kind] of sqlite) {
  test(`${name} is of the kind "${kind}"`, () => {
    assert.deepEqual(kindsOf(withErrcode(errcode)), [kind])
    assert.equal(isSqliteBusy(withErrcode(errcode)), kind === 'retryable')
  })
}

test('what SQLite itself throws is known', () => {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  database.exec('create table a (id text primary key, name text unique not null)')
  database.exec('create table b (a text references a (id))')
  database.exec("insert into a values ('1', 'x')")
  const thrownBy = (statement: string): unknown => {
    try {
      database.exec(statement)
      return undefined
    } catch (error) {
      return error
    }
  }
  assert.deepEqual(kindsOf(thrownBy("insert into a values ('1', 'y')")), ['unique'])
  assert.deepEqual(kindsOf(thrownBy("insert into a values ('2', 'x')")), ['unique'])
  assert.deepEqual(kindsOf(thrownBy("insert into b values ('9')")), ['foreign key'])
  assert.deepEqual(kindsOf(thrownBy("insert into a values ('3', null)")), ['none'])
  assert.deepEqual(kindsOf(thrownBy('select * from nowhere')), ['none'])
  database.close()
})

test('what is no error, or has no number, is of no kind', () => {
  const odd = [
    ...[undefined, null, 'ER_DUP_ENTRY', 1062, { errno: 1062 }, { errcode: 5 }],
    ...[new Error('1062'), withErrno('1062'), withErrcode('5'), withErrno(Number.NaN)]
  ]
  for (const error of odd) assert.deepEqual(kindsOf(error), ['none'])
})

test('an error of the store says by itself whether anything was executed', () => {
  const cause = new Error('away')
  const safe = new StoreError('STORE_BUSY', 'too much', { nothingExecuted: true, cause })
  assert.deepEqual(
    [safe.name, safe.code, safe.message, safe.nothingExecuted, safe.cause],
    ['StoreError', 'STORE_BUSY', 'too much', true, cause]
  )
  const unknown = new StoreError('STORE_TIMEOUT', 'too late')
  assert.equal(unknown.nothingExecuted, false)
  assert.equal(Object.hasOwn(unknown, 'cause'), false)
  assert.deepEqual(
    [isStoreError(safe), isStoreError({ name: 'StoreError', code: 'STORE_BUSY' })],
    [true, false]
  )
  // It is final: what was to be repeated has been, below.
  assert.deepEqual(kindsOf(safe), ['none'])
})
