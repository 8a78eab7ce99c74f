import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { sql } from 'kysely'

import { toBindable } from '../../src/store/parameters.ts'
import { eachDatabase } from '../../src/testing/databases.ts'

test('texts, finite numbers, large integers, bytes and null are bound as they are', () => {
  const same = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.maxSafeInteger(),
    fc.bigInt(),
    fc.uint8Array(),
    fc.constant(null)
  )
  fc.assert(fc.property(same, value => Object.is(toBindable(value), value)))
  const bytes = Buffer.from('picture')
  assert.equal(toBindable(bytes), bytes)
})

test('booleans are 1 and 0, dates epoch milliseconds', () => {
  assert.deepEqual([toBindable(true), toBindable(false)], [1, 0])
  assert.equal(toBindable(new Date(1_800_000_000_123)), 1_800_000_000_123)
})

test('lists and plain objects are JSON', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
      value => assert.equal(toBindable(value), JSON.stringify(value))
    )
  )
  assert.equal(toBindable(Object.assign(Object.create(null) as object, { a: 1 })), '{"a":1}')
  assert.equal(toBindable([]), '[]')
})

class Cart {
  readonly id = '1'
}

const refused: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  'a symbol': Symbol('x'),
  'a function': () => 'x',
  NaN: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'negative infinity': Number.NEGATIVE_INFINITY,
  'a date that is none': new Date('never'),
  // JSON would make {} of each of these, and the value would be lost.
  'a promise that nobody awaited': Promise.resolve('value'),
  'a map': new Map([['a', 1]]),
  'a set': new Set([1]),
  'an error': new Error('x'),
  'a pattern': /x/,
  'bytes in a form that only one driver knows': new ArrayBuffer(8),
  'numbers in a form that no driver knows': new Float64Array([1.5]),
  'an object of a class': new Cart(),
  'a boxed text': Object('x')
}

for (const [name, value] of Object.entries(refused)) {
  test(`${name} is refused instead of being stored as something else`, () => {
    assert.throws(() => toBindable(value), TypeError)
  })
}

type Parcel = {
  readonly id: number
  readonly note: unknown
  readonly whole: unknown
  readonly fraction: unknown
  readonly bytes: unknown
}

eachDatabase('what is bound means the same to every dialect', async (_, open) => {
  const { kysely } = await open<{ parcel: Parcel }>()
  await kysely.schema
    .createTable('parcel')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('note', 'varchar(200)')
    .addColumn('whole', 'bigint')
    .addColumn('fraction', 'double precision')
    .addColumn('bytes', sql`blob`)
    .execute()
  const nothing = { note: null, whole: null, fraction: null, bytes: null }
  const rows: readonly (readonly [Partial<Parcel>, Partial<Parcel>])[] = [
    [{}, {}],
    [{ whole: true }, { whole: 1 }],
    [{ whole: false }, { whole: 0 }],
    [{ whole: 9_007_199_254_740_991n }, { whole: Number.MAX_SAFE_INTEGER }],
    [{ whole: -Number.MAX_SAFE_INTEGER }, { whole: -Number.MAX_SAFE_INTEGER }],
    [{ whole: new Date(1_800_000_000_123) }, { whole: 1_800_000_000_123 }],
    [{ fraction: 0.1 + 0.2 }, { fraction: 0.30000000000000004 }],
    [{ fraction: -1.5e-7 }, { fraction: -1.5e-7 }],
    [{ fraction: 1e21 }, { fraction: 1e21 }],
    [{ note: '' }, { note: '' }],
    [{ note: `'"\\\u0000%_?:ä🛒\n` }, { note: `'"\\\u0000%_?:ä🛒\n` }],
    [{ note: { a: ["'", 1, null] } }, { note: `{"a":["'",1,null]}` }],
    [{ note: [] }, { note: '[]' }],
    [{ bytes: new Uint8Array([0, 39, 92, 255]) }, { bytes: [0, 39, 92, 255] }],
    [{ bytes: Buffer.from([0, 39, 92, 255]).subarray(1, 3) }, { bytes: [39, 92] }],
    [{ bytes: new Uint8Array() }, { bytes: [] }]
  ]
  for (const [id, [given, expected]] of rows.entries()) {
    await kysely
      .insertInto('parcel')
      .values({ id, ...nothing, ...given })
      .execute()
    const row = await kysely
      .selectFrom('parcel')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const bytes = row.bytes instanceof Uint8Array ? [...row.bytes] : row.bytes
    assert.deepEqual({ ...row, bytes }, { id, ...nothing, ...expected }, String(id))
  }
})
