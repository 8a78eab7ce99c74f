import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTraffic } from '../../src/client/index.ts'
import { observed } from '../../src/client/traffic.ts'
import { timeout } from '../../src/client/timeout.ts'
import { aCall, answering, createManualClock, failure, hanging, reply } from './fakes.ts'

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

test('a failure and a 5xx are errors, a refusal by the business is none', async () => {
  const clock = createManualClock()
  const traffic = createTraffic(clock)
  for (const outcome of [reply(200), reply(404), reply(500), failure('lost', true)]) {
    await observed(traffic, 'a', clock)(answering([outcome]))(aCall())
  }
  assert.deepEqual(traffic.of('a').at(-1), { requests: 4, errors: 2, meanMs: 0 })
})

test('an attempt that hangs is counted when its time is over', async () => {
  const clock = createManualClock()
  const traffic = createTraffic(clock)
  const way = observed(traffic, 'a', clock)(timeout(clock)(hanging({ sends: true })))
  const call = way(aCall({ attemptMs: 500 }))
  await clock.advance(500)
  await call
  assert.deepEqual(traffic.of('a').at(-1), { requests: 1, errors: 1, meanMs: 500 })
})
