import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createEndpoints, createPool, systemClock } from '@microzon/shared/client'
import { createStaticResolver } from '@microzon/shared/discovery'
import { createPlaces, type Place, type Told } from '../src/places.ts'

const bad: Told = { health: 'bad', tookMs: 1 }
const good: Told = { health: 'good', tookMs: 10 }

/** Places at two instances of web, which nobody calls, on a clock of our own. */
function start(t: TestContext) {
  const time = { now: 1_000_000 }
  const clock = { ...systemClock, now: () => time.now }
  const common = {
    service: 'web',
    address: '127.0.0.1',
    version: '1',
    weight: 1,
    since: 0
  } as const
  const webs = ['web-1', 'web-2'].map((id, index) => {
    return { ...common, id, port: 9 + index, state: 'ready' as const }
  })
  const endpoints = createEndpoints(
    createStaticResolver({ web: webs }).watch('web'),
    endpoint => {
      const pool = createPool(endpoint)
      return { way: pool, close: () => pool.destroy() }
    },
    { clock, random: () => 0 }
  )
  t.after(() => endpoints.close())
  const places = createPlaces({ endpoints, random: () => 0, clock })
  const take = async (isRepeatable = true, tried: readonly string[] = []): Promise<Place> => {
    const place = await places.take({ importance: 'normal', tried, isRepeatable, waitMs: 0 })
    assert.ok(place !== undefined)
    return place
  }
  const visit = async (told: Told, isRepeatable = true): Promise<string> => {
    const place = await take(isRepeatable)
    place.leave(told)
    return place.endpointId
  }
  const putOut = async (): Promise<void> => {
    while (!endpoints.all()[0]?.breaker.isOut()) {
      const place = await take(true, ['web-2'])
      place.leave(bad)
      time.now++
    }
  }
  return { time, endpoints, take, visit, putOut }
}

test('an instance that is out is not asked, until it is tried with what may be repeated', async t => {
  const { time, visit, putOut } = start(t)
  await putOut()
  for (let request = 0; request < 10; request++) assert.equal(await visit(good), 'web-2')
  time.now += 5_000
  assert.equal(await visit(good, false), 'web-2', 'a form goes where it is well')
  const trials = [await visit(good), await visit(good), await visit(good)]
  assert.deepEqual(trials, ['web-1', 'web-1', 'web-1'])
})

test('one trial at a time, and one that fails keeps it out for longer', async t => {
  const { time, endpoints, take, visit, putOut } = start(t)
  await putOut()
  time.now += 5_000
  const trial = await take()
  assert.equal(trial.endpointId, 'web-1')
  assert.equal(await visit(good), 'web-2')
  trial.leave(bad)
  assert.equal(await visit(good), 'web-2')
  assert.deepEqual(endpoints.all()[0]?.breaker.read().ejections, 2)
})

test('a place that is left says what it cost, where that is known', async t => {
  const { endpoints, take } = start(t)
  const [web] = endpoints.all()
  const before = web?.load.read(1_000_000, 0)
  const place = await take(true, ['web-2'])
  assert.equal(web?.pending, 1)
  place.leave({ health: 'nothing', tookMs: undefined })
  assert.equal(web.pending, 0)
  assert.deepEqual(web.load.read(1_000_000, 0), before)
  const next = await take(true, ['web-2'])
  next.leave({ health: 'good', tookMs: 400 })
  assert.equal(web.load.read(1_000_000, 0).estimateMs, 400)
})
