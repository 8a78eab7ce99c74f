import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { toBindable } from '../../src/store/parameters.ts'

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
