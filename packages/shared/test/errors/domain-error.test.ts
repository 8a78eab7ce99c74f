import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError, isDomainError } from '../../src/errors/index.ts'

test('an error of the domain holds its code, its text and what may be told', () => {
  const error = new DomainError('CART_ITEM_LIMIT', 'at most 99', { details: { most: 99 } })
  assert.ok(error instanceof Error)
  assert.deepEqual(
    [error.name, error.code, error.message, error.details],
    ['DomainError', 'CART_ITEM_LIMIT', 'at most 99', { most: 99 }]
  )
})

test('an error without details or a cause has none, not even an empty one', () => {
  const error = new DomainError('CART_FROZEN', 'it is frozen')
  assert.equal(error.details, undefined)
  assert.equal(Object.hasOwn(error, 'cause'), false)
})

test('a cause is kept, whatever was thrown', () => {
  for (const cause of [new Error('away'), 'away', 0, null]) {
    assert.equal(new DomainError('AWAY', 'it is away', { cause }).cause, cause)
  }
})

test('what only looks like one is our fault and not a mistake of the caller', () => {
  const { code, message, details } = new DomainError('CART_FROZEN', 'it is frozen')
  const alike = Object.assign(new Error(message), { name: 'DomainError', code, details })
  for (const other of [alike, { code, message, details }, 'CART_FROZEN', null, undefined]) {
    assert.equal(isDomainError(other), false)
  }
  assert.equal(isDomainError(new (class extends DomainError {})(code, message)), true)
})
