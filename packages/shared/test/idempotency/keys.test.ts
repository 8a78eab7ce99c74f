import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { deriveKey, fingerprintOf, isIdempotencyKey } from '../../src/idempotency/index.ts'

const request = { method: 'POST', path: '/orders', body: { a: 1, b: [1, 2] }, principal: 'c-1' }

test('takes 16 to 64 letters, digits, underscores and hyphens as a key', () => {
  assert.equal(isIdempotencyKey('a'.repeat(16)), true)
  assert.equal(isIdempotencyKey('Az09_-'.repeat(10)), true)
  assert.equal(isIdempotencyKey('a'.repeat(64)), true)
})

test('refuses keys of another length or with other characters', () => {
  const others = ['a'.repeat(15), 'a'.repeat(65), '', `${'a'.repeat(16)}\n`, `${'a'.repeat(16)} `]
  for (const key of [...others, 'ä'.repeat(16), '"'.repeat(16), undefined, 16, ['a'.repeat(16)]]) {
    assert.equal(isIdempotencyKey(key), false)
  }
})

test('a fingerprint is 43 characters of base64url', () => {
  assert.match(fingerprintOf(request), /^[A-Za-z0-9_-]{43}$/)
})

test('a fingerprint does not depend on the order of keys, at any depth', () => {
  const left = fingerprintOf({ ...request, body: { a: { x: 1, y: 2 }, b: [{ p: 1, q: 2 }] } })
  const right = fingerprintOf({ ...request, body: { b: [{ q: 2, p: 1 }], a: { y: 2, x: 1 } } })
  assert.equal(left, right)
})

test('a fingerprint depends on every part and on the order of lists', () => {
  const variants = [
    request,
    { ...request, method: 'PUT' },
    { ...request, path: '/orders/1' },
    { ...request, principal: 'c-2' },
    { ...request, body: { a: 1, b: [2, 1] } },
    { ...request, body: { a: '1', b: [1, 2] } },
    { ...request, body: undefined },
    { ...request, body: [['a', 1]] },
    { ...request, body: { object: [['a', 1]] } },
    { ...request, body: JSON.parse('{"__proto__":1}') as unknown }
  ]
  assert.equal(new Set(variants.map(fingerprintOf)).size, variants.length)
})

test('bodies that are equal as JSON, and only those, have the same fingerprint', () => {
  const fingerprint = (body: unknown) => fingerprintOf({ ...request, body })
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const copy = JSON.parse(JSON.stringify(left)) as unknown
      assert.equal(fingerprint(left), fingerprint(copy))
      const areEqual = isDeepEqual(JSON.parse(JSON.stringify(right)), copy)
      assert.equal(fingerprint(left) === fingerprint(right), areEqual)
    })
  )
})

test('a body that is nested without end is refused instead of overflowing the stack', () => {
  const body = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown
  assert.throws(() => fingerprintOf({ ...request, body }), RangeError)
})

test('a derived key is a key, the same each time, and another for each parent and step', () => {
  const keys = [
    deriveKey('parent-1', 'charge'),
    deriveKey('parent-1', 'refund'),
    deriveKey('parent-2', 'charge')
  ]
  assert.equal(new Set(keys).size, 3)
  assert.ok(keys.every(key => isIdempotencyKey(key) && key.length === 32))
  assert.equal(deriveKey('parent-1', 'charge'), keys[0])
})

function isDeepEqual(left: unknown, right: unknown) {
  try {
    assert.deepStrictEqual(left, right)
    return true
  } catch {
    return false
  }
}
