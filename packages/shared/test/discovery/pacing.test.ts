import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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

test('in no time are there more rounds than the burst and those that came back meanwhile', () => {
  const pauses = fc.array(fc.oneof(fc.nat(300), fc.nat(10_000)), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), pauses, (burst, works) => {
      const everyMs = 1_000
      const limit = createRoundLimit({ burst, everyMs, now: 0 })
      let now = 0
      const starts = works.map(workMs => {
        now += limit.take(now)
        const start = now
        now += workMs
        return start
      })
      for (const [first, from] of starts.entries()) {
        for (const [last, to] of starts.entries()) {
          if (last < first) continue
          // A thousandth of a round for the sums of fractions.
          const most = burst + (to - from) / everyMs + 0.001
          assert.ok(last - first + 1 <= most, `${last - first + 1} rounds in ${to - from} ms`)
        }
      }
    })
  )
})

test('a clock that is set back does not stop the rounds', () => {
  const limit = createRoundLimit({ burst: 2, everyMs: 1_000, now: 1_000_000 })
  assert.equal(limit.take(0), 0)
  assert.equal(limit.take(0), 0)
  assert.equal(limit.take(1_000), 0)
})
