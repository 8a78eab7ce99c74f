import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLoad, speedAlone } from '../../src/client/load.ts'

const now = 1_000_000

test('a slow answer is believed at once, fast ones only over time', () => {
  const load = createLoad(10, now)
  load.observe(200, now)
  assert.equal(load.cost(now, 1), 200)
  load.observe(10, now + 1_000)
  const after = load.cost(now + 1_000, 1)
  assert.ok(after > 150 && after < 200, `${after}`)
  for (let second = 2; second < 60; second++) load.observe(10, now + second * 1_000)
  assert.ok(Math.abs(load.cost(now + 60_000, 1) - 10) < 2)
})

test('an endpoint that is not asked is thought better of over time, so that it is asked again', () => {
  const load = createLoad(10, now)
  load.observe(1_000, now)
  assert.ok(load.cost(now + 30_000, 1) < 60)
  assert.equal(load.cost(now + 10 * 60_000, 1), 1, 'nothing is free')
})

test('one that nobody asks is forgiven within seconds, one that does not answer is not', () => {
  const load = createLoad(10, now)
  load.observe(100, now)
  assert.ok(load.cost(now + 1_000, 0) > 90, 'asked a second ago')
  assert.ok(load.cost(now + 6_000, 0) < 5)
  assert.ok(load.cost(now + 6_000, 1) > 50)
})

test('what was forgiven does not come back with the next answer', () => {
  const load = createLoad(10, now)
  load.observe(100, now)
  load.observe(4, now + 6_004)
  assert.ok(load.read(now + 6_004, 0).estimateMs < 8)
})

test('the time of an answer is no time in which nobody asked', () => {
  const load = createLoad(10, now)
  load.observe(4_000, now)
  load.observe(2_000, now + 2_000)
  assert.ok(load.read(now + 2_000, 0).estimateMs > 3_500)
})

test('a failure adds three times the estimate, whatever it took, and passes', () => {
  const load = createLoad(10, now)
  load.fail(1, now)
  assert.deepEqual(load.read(now, 1), { estimateMs: 10, penaltyMs: 30 })
  load.fail(1, now)
  assert.equal(load.read(now, 1).penaltyMs, 60)
  assert.ok(load.read(now + 30_000, 1).penaltyMs < 4)
})

test('a penalty is at most five seconds', () => {
  const load = createLoad(1_000, now)
  for (let failure = 0; failure < 100; failure++) load.fail(1, now)
  assert.equal(load.read(now, 1).penaltyMs, 5_000)
})

test('an instance that fails in a millisecond costs more than one that works in thirty', () => {
  const [broken, sound] = [createLoad(30, now), createLoad(30, now)]
  for (let attempt = 0; attempt < 5; attempt++) broken.fail(1, now + attempt)
  sound.observe(30, now + 5)
  assert.ok(broken.cost(now + 5, 1) > 5 * sound.cost(now + 5, 1))
})

test('where only speed counts, a fast failure makes an instance look fast', () => {
  const load = speedAlone(createLoad(30, now))
  load.fail(1, now)
  load.fail(1, now + 30_000)
  assert.equal(load.read(now + 30_000, 1).penaltyMs, 0)
  assert.ok(load.cost(now + 30_000, 1) < 10)
})
