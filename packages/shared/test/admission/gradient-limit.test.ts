import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGradientLimit } from '../../src/admission/gradient-limit.ts'

const range = { initial: 20, min: 8, max: 30 }

test('goes up while it is reached and requests are as fast as usual', () => {
  const limit = createGradientLimit(range)
  limit.learn({ slowdown: 1, inFlightMax: 20 })
  assert.equal(limit.current(), 24)
  limit.learn({ slowdown: 1.5, inFlightMax: 24 })
  assert.equal(limit.current(), 28)
  limit.learn({ slowdown: 0.2, inFlightMax: 28 })
  assert.equal(limit.current(), 30)
})

test('goes down while requests are slower than is tolerated, by a tenth at most', () => {
  const limit = createGradientLimit(range)
  limit.learn({ slowdown: 2, inFlightMax: 20 })
  assert.equal(limit.current(), 19)
  limit.learn({ slowdown: 1_000, inFlightMax: 19 })
  assert.equal(limit.current(), 17)
})

test('just above what is tolerated it does not go up', () => {
  const limit = createGradientLimit(range)
  for (let window = 0; window < 100; window++) limit.learn({ slowdown: 1.6, inFlightMax: 20 })
  assert.equal(limit.current(), 8)
})

test('stays within its range, and says when it is at its least', () => {
  const limit = createGradientLimit(range)
  assert.equal(limit.isAtMin(), false)
  for (let window = 0; window < 50; window++) limit.learn({ slowdown: 9, inFlightMax: 20 })
  assert.deepEqual([limit.current(), limit.isAtMin()], [8, true])
})

test('learns nothing while less than half of it is used', () => {
  const limit = createGradientLimit(range)
  limit.learn({ slowdown: 50, inFlightMax: 9 })
  limit.learn({ slowdown: 1, inFlightMax: 9 })
  assert.equal(limit.current(), 20)
})
