import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMicroClock } from '../../src/telemetry/micro-clock.ts'

test('microseconds follow the monotonic clock', () => {
  let monotonic = 10
  const now = createMicroClock({
    originMs: 1000,
    monotonicMs: () => monotonic,
    wallMs: () => Math.floor(1000 + monotonic)
  })
  assert.equal(now(), 1_010_000)
  monotonic = 10.25
  assert.equal(now(), 1_010_250)
})

test('a computer that slept is back on the wall clock at once', () => {
  let slept = 0
  const now = createMicroClock({
    originMs: 1000,
    monotonicMs: () => 10,
    wallMs: () => 1010 + slept
  })
  assert.equal(now(), 1_010_000)
  slept = 3_600_000
  assert.equal(now(), 3_601_010_000)
})
