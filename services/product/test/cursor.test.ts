import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cursorAt, positionOf } from '../src/domain/cursor.ts'
import { errorOf } from './fixtures.ts'

const query = ['list', 'books', 'name']
const invalid = errorOf('CURSOR_INVALID')

test('gives the position back that it was made from', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(), fc.string({ maxLength: 40 })),
      fc.option(fc.string({ maxLength: 120 }), { nil: undefined }),
      fc.nat(),
      (value, name, seq) => {
        const position = { value, seq, ...(name !== undefined && { name }) }
        assert.deepEqual(positionOf(cursorAt(position, query), query), position)
      }
    )
  )
})

test('fits into an address as it is, and into its limit', () => {
  const longest = { value: 'ü'.repeat(40), name: '漢'.repeat(120), seq: Number.MAX_SAFE_INTEGER }
  const cursor = cursorAt(longest, query)
  assert.match(cursor, /^[A-Za-z0-9_-]+$/)
  assert.deepEqual(positionOf(cursor, query), longest)
})

test('is of no use for another list', () => {
  const cursor = cursorAt({ value: 1, seq: 1 }, query)
  for (const other of [
    ['list', 'books', 'newest'],
    ['list', 'books'],
    ['search', 'name']
  ]) {
    assert.throws(() => positionOf(cursor, other), invalid)
  }
})

test('refuses whatever else comes as a cursor', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode)), cursor => {
      assert.throws(() => positionOf(cursor, query), invalid)
    })
  )
})

test('refuses positions that no list has', () => {
  const [hash] = JSON.parse(decode(cursorAt({ value: 1, seq: 1 }, query))) as [string]
  const fields = [
    [hash],
    [hash, 1],
    [hash, -1, 1],
    [hash, 1.5, 1],
    [hash, '1', 1],
    [hash, 1, null],
    [hash, 1, {}],
    [hash, 1, ['a']],
    [hash, 1, true],
    [hash, 1, -1],
    [hash, 1, 'x'.repeat(200)],
    [hash, 1, 1, 7],
    [hash, 1, 1, {}],
    [hash, 2 ** 60, 1]
  ]
  for (const given of fields) {
    const text = JSON.stringify(given)
    assert.throws(() => positionOf(encode(text), query), invalid, text)
  }
})

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString()
}
