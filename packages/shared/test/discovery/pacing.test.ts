import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBackOff } from '../../src/discovery/back-off.ts'
import { createRoundLimit } from '../../src/discovery/round-limit.ts'

test('the limit of a wait doubles with every failure up to the most, and begins anew', () => {
  const backOff = createBackOff({ firstMs: 100, mostMs: 1_000, random: () => 1 })
  const waits = Array.from({ length: 6 }, () => backOff.afterFailure())
  assert.deepEqual(waits, [100, 200, 400, 800, 1_000, 1_000])
  backOff.reset()
  assert.equal(backOff.afterFailure(), 100)
})

test('a wait is anything from nothing to its limit', () => {
  const backOff = createBackOff({ firstMs: 100, mostMs: 1_000, random: () => 0 })
  assert.equal(backOff.afterFailure(), 0)
})

test('rounds follow each other freely at first, and then at their rate', () => {
  const limit = createRoundLimit({ burst: 3, everyMs: 1_000, now: 0 })
  assert.deepEqual(
    [0, 0, 0, 0].map(now => limit.take(now)),
    [0, 0, 0, 1_000]
  )
  assert.equal(limit.take(1_000), 1_000)
  assert.equal(limit.take(10_000), 0)
})

test('a rest gives back as many rounds as the burst and no more', () => {
  const limit = createRoundLimit({ burst: 2, everyMs: 1_000, now: 0 })
  const later = 3_600_000
  assert.deepEqual(
    [later, later, later].map(now => limit.take(now)),
    [0, 0, 1_000]
  )
})

test('a clock that is set back does not stop the rounds', () => {
  const limit = createRoundLimit({ burst: 2, everyMs: 1_000, now: 1_000_000 })
  assert.equal(limit.take(0), 0)
  assert.equal(limit.take(0), 0)
  assert.equal(limit.take(1_000), 0)
})
