import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTraffic } from '../../src/client/index.ts'
import { createManualClock } from './fakes.ts'

const quiet = { requests: 0, errors: 0, meanMs: 0 }

test('counts requests, errors and the mean per second, the running one last', () => {
  let now = 100_000
  const traffic = createTraffic({ now: () => now, after: () => () => {} })
  traffic.record('a', { durationMs: 10, isError: false })
  traffic.record('a', { durationMs: 30, isError: true })
  now += 1_000
  traffic.record('a', { durationMs: 5, isError: false })
  traffic.record('b', { durationMs: 1, isError: false })
  assert.deepEqual(traffic.of('a').slice(-3), [
    quiet,
    { requests: 2, errors: 1, meanMs: 20 },
    { requests: 1, errors: 0, meanMs: 5 }
  ])
})

test('forgets what is older than a minute', () => {
  let now = 100_000
  const traffic = createTraffic({ now: () => now, after: () => () => {} })
  traffic.record('a', { durationMs: 1, isError: false })
  now += 59_000
  assert.equal(traffic.of('a')[0]?.requests, 1)
  now += 1_000
  assert.deepEqual(
    traffic.of('a'),
    Array.from({ length: 60 }, () => quiet)
  )
  now += 60_000
  traffic.record('a', { durationMs: 1, isError: false })
  assert.equal(traffic.of('a').at(-1)?.requests, 1)
})

test('an endpoint that was never called is quiet', () => {
  const traffic = createTraffic(createManualClock())
  assert.deepEqual(
    traffic.of('unknown'),
    Array.from({ length: 60 }, () => quiet)
  )
})

test('holds a bounded number of endpoints', () => {
  const traffic = createTraffic(createManualClock())
  for (let id = 0; id <= 1_000; id++) traffic.record(`${id}`, { durationMs: 1, isError: false })
  assert.equal(traffic.of('0').at(-1)?.requests, 0)
  assert.equal(traffic.of('1000').at(-1)?.requests, 1)
})
