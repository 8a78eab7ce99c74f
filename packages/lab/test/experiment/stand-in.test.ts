import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestRuntime } from '@microzon/shared/testing'
import { createStandIn } from '../../src/stand-in/app.ts'
import { createConduct } from '../../src/stand-in/behaviour.ts'
import { createPlaces } from '../../src/stand-in/places.ts'

test('works on so many at once, the others in their turn', async () => {
  const sleeping: (() => void)[] = []
  const places = createPlaces({
    places: 2,
    workMs: 1,
    sleep: () => new Promise(resolve => sleeping.push(resolve))
  })
  const done: number[] = []
  const works = [1, 2, 3].map(async each => {
    await places.work()
    done.push(each)
  })
  await Promise.resolve()
  assert.equal(sleeping.length, 2)
  sleeping[0]?.()
  await works[0]
  await new Promise(setImmediate)
  assert.equal(sleeping.length, 3)
  sleeping[2]?.()
  await works[2]
  assert.deepEqual(done, [1, 3])
  sleeping[1]?.()
  await works[1]
  void places.work()
  assert.equal(sleeping.length, 4)
})

test('refuses the share that it is told to, and is well again when it is told nothing', () => {
  let chance = 0.4
  const conduct = createConduct({ clock: () => 0, random: () => chance })
  assert.equal(conduct.refusal(), undefined)
  conduct.set({ status: 503, share: 0.5 })
  assert.equal(conduct.refusal(), 503)
  chance = 0.6
  assert.equal(conduct.refusal(), undefined)
  conduct.set({ status: 500 })
  assert.equal(conduct.refusal(), 500)
  conduct.set({})
  assert.equal(conduct.refusal(), undefined)
})

test('is as much slower as it is told to be', async () => {
  const slept: number[] = []
  const sleep = (ms: number): Promise<void> => Promise.resolve(void slept.push(ms))
  const conduct = createConduct({ clock: () => 0, random: () => 0 })
  const places = createPlaces({ places: 1, workMs: 5, sleep })
  await places.work(conduct.delayMs())
  conduct.set({ delayMs: 95 })
  await places.work(conduct.delayMs())
  assert.deepEqual(slept, [5, 100])
  assert.equal(conduct.refusal(), undefined)
})

test('flaps: unwell first, check and answers together', () => {
  let now = 0
  const conduct = createConduct({ clock: () => now, random: () => 0 })
  conduct.set({ status: 503, flapMs: 1_000 })
  assert.deepEqual([conduct.refusal(), conduct.isReady()], [503, false])
  now = 1_500
  assert.deepEqual([conduct.refusal(), conduct.isReady()], [undefined, true])
  now = 2_500
  assert.deepEqual([conduct.refusal(), conduct.isReady()], [503, false])
})

test('serves every method, and lets only the lab say how it behaves', async t => {
  const runtime = createTestRuntime('stand-in')
  const conduct = createConduct({ clock: () => 0, random: () => 0 })
  const places = createPlaces({ places: 1, workMs: 0, sleep: () => Promise.resolve() })
  const app = createStandIn({ runtime, conduct, places })
  t.after(() => app.close())
  const headers = runtime.headers({ idempotencyKey: 'key-0123456789abcdef' })
  for (const [method, url] of [
    ['GET', '/tasks/1'],
    ['PUT', '/tasks/1'],
    ['DELETE', '/tasks/1'],
    ['POST', '/tasks']
  ] as const) {
    assert.equal((await app.inject({ method, url, headers })).statusCode, 200, method)
  }
  const body = { status: 500 }
  const behave = (caller: string) =>
    app.inject({ method: 'POST', url: '/behaviour', headers: runtime.headers({ caller }), body })
  assert.equal((await behave('web')).statusCode, 403)
  assert.equal((await behave('lab')).statusCode, 204)
  assert.equal((await app.inject({ method: 'GET', url: '/tasks/1', headers })).statusCode, 500)
})
