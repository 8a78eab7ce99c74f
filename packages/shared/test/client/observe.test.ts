import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Send } from '../../src/client/call.ts'
import { giveUp } from '../../src/client/flight.ts'
import { createLatencies } from '../../src/client/latencies.ts'
import { createLoad } from '../../src/client/load.ts'
import { observe } from '../../src/client/observe.ts'
import { timeout } from '../../src/client/timeout.ts'
import { createTraffic } from '../../src/client/traffic.ts'
import {
  aCall,
  anEndpoint,
  answering,
  createManualClock,
  failure,
  hanging,
  plainLimits,
  reply
} from './fakes.ts'

function observed() {
  const clock = createManualClock()
  const traffic = createTraffic(clock)
  const latencies = createLatencies(clock)
  const vitals = { endpoint: anEndpoint('a'), load: createLoad(30, clock.now()) }
  const layer = observe({ vitals, clock, latencies, limits: plainLimits, traffic })
  const lastSecond = () => traffic.of('a').at(-1)
  return { clock, latencies, load: vitals.load, layer, lastSecond }
}

test('a failure and a 5xx are errors, a refusal by the business is none', async () => {
  const { layer, lastSecond } = observed()
  for (const outcome of [reply(200), reply(404), reply(500), failure('lost', true)]) {
    await layer(answering([outcome]))(aCall())
  }
  assert.deepEqual(lastSecond(), { requests: 4, errors: 2, meanMs: 0 })
})

test('what this side gave up is an error only of one that had its time', async () => {
  const { clock, layer, lastSecond } = observed()
  for (const ms of [499, 500]) {
    const call = aCall()
    giveUp(call.progress)
    const way = layer(
      () => new Promise(resolve => void clock.after(ms, () => resolve(failure('lost', true))))
    )
    const ended = way(call)
    await clock.advance(ms)
    await ended
  }
  assert.equal(lastSecond()?.errors, 1)
})

test('above the timeout, an attempt that hangs is counted when its time is over', async () => {
  const { clock, layer, lastSecond, load } = observed()
  const way = layer(timeout({ clock, limits: plainLimits })(hanging({ sends: true })))
  const call = way(aCall({ attemptMs: 500 }))
  await clock.advance(500)
  await call
  assert.deepEqual(lastSecond(), { requests: 1, errors: 1, meanMs: 500 })
  assert.deepEqual(load.read(clock.now(), 0), { estimateMs: 500, penaltyMs: 1_500 })
})

test('one that fails fast looks slow, not fast', async () => {
  const { clock, layer, load } = observed()
  await layer(answering([reply(500)]))(aCall())
  assert.ok(load.cost(clock.now(), 0) > 30)
})

test('one that refuses unread is made to look slower, for the others may have room', async () => {
  const { clock, layer, load } = observed()
  await layer(answering([reply(503, { 'x-not-processed': '1' })]))(aCall())
  assert.ok(load.cost(clock.now(), 0) > 30)
})

test('what takes the time of an operation are its answers, and attempts that were cut short', async () => {
  const { clock, layer, latencies } = observed()
  const slow: Send = call =>
    new Promise(resolve => clock.after(40, () => resolve(reply(call.attempt === 1 ? 200 : 502))))
  for (const attempt of [1, 2]) {
    for (let calls = 0; calls < 100; calls++) {
      const outcome = layer(slow)(aCall({ attempt, operation: `GET /${attempt}` }))
      await clock.advance(40)
      await outcome
    }
  }
  const usual = latencies.percentile('GET /1', 0.5) ?? 0
  assert.ok(usual >= 40 && usual < 44, `${usual}`)
  assert.equal(latencies.percentile('GET /2', 0.5), undefined)
})
