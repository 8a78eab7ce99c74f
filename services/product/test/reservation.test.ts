import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  expiryOf,
  linesFrom,
  requireDone,
  reservationStep,
  type ReservationState
} from '../src/domain/reservation.ts'
import { errorOf } from './fixtures.ts'

const line = (productId: string, amount: number, option = 'x') => ({ productId, option, amount })

test('equal lines become one, in an order of their own', () => {
  const lines = linesFrom([line('b', 1), line('a', 2), line('b', 3), line('a', 1, 'y')])
  assert.deepEqual(lines, [line('a', 2), line('a', 1, 'y'), line('b', 4)])
  assert.deepEqual(linesFrom(lines.toReversed()), lines)
})

test('names that run together are not the same line', () => {
  assert.equal(linesFrom([line('a', 1, 'bc'), line('ab', 1, 'c')]).length, 2)
})

test('what an order that asks again gets depends on what it holds', () => {
  const step = (state: ReservationState) =>
    reservationStep({ state, lines: [line('a', 1)] }, [line('a', 1)])
  assert.equal(reservationStep(undefined, [line('a', 1)]), 'take')
  assert.equal(step('reserved'), 'extend')
  assert.equal(step('expired'), 'take')
  assert.equal(step('confirmed'), 'confirmed')
})

test('other lines are a mismatch in every state', () => {
  for (const state of ['reserved', 'expired', 'confirmed'] as const) {
    const known = { state, lines: [line('a', 1)] }
    assert.equal(reservationStep(known, [line('a', 2)]), 'mismatch')
    assert.equal(reservationStep(known, [line('a', 1), line('b', 1)]), 'mismatch')
  }
})

test('tells what is left when there is not enough', () => {
  const shortages = [{ productId: 'a', option: 'x', available: 2 }]
  const error = { code: 'OUT_OF_STOCK', details: { lines: shortages } }
  assert.throws(() => expiryOf({ kind: 'out-of-stock', shortages }), error)
  assert.throws(() => requireDone({ kind: 'out-of-stock', shortages }), error)
})

test('turns every refusal into its code', () => {
  assert.equal(expiryOf({ kind: 'reserved', expiresAt: 7 }), 7)
  assert.throws(() => expiryOf({ kind: 'mismatch' }), errorOf('RESERVATION_MISMATCH'))
  assert.throws(() => expiryOf({ kind: 'confirmed' }), errorOf('RESERVATION_CONFIRMED'))
  requireDone({ kind: 'done' })
  assert.throws(() => requireDone({ kind: 'confirmed' }), errorOf('RESERVATION_CONFIRMED'))
  assert.throws(() => requireDone({ kind: 'unknown' }), errorOf('RESERVATION_NOT_FOUND'))
})
