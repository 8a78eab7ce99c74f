import assert from 'node:assert/strict'
import { syncBuiltinESMExports } from 'node:module'
import { test, type TestContext } from 'node:test'
import timers from 'node:timers/promises'

import { backOff, within } from '../../src/store/back-off.ts'

const late = (): Error => new Error('late')

/** How long a wait would be. */
async function waitsOf(t: TestContext, wait: () => Promise<void>): Promise<readonly unknown[]> {
  const waits: unknown[] = []
  const skipped = t.mock.method(timers, 'setTimeout', (ms: number) => {
    waits.push(ms)
    return Promise.resolve()
  })
  syncBuiltinESMExports()
  await wait()
  skipped.mock.restore()
  syncBuiltinESMExports()
  return waits
}

test('the bound of a wait doubles with each repeat, up to the largest', async t => {
  const bounds = { baseMs: 5, maxMs: 100 }
  const waits = await waitsOf(t, async () => {
    for (const repeat of [1, 2, 3, 4, 5, 6, 100]) await backOff(repeat, () => 1, bounds)
  })
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 100, 100])
})

test('a wait is anything below its bound, and may be nothing', async t => {
  const waits = await waitsOf(t, async () => {
    for (const random of [0, 0.25, 0.999]) {
      await backOff(3, () => random, { baseMs: 250, maxMs: 10_000 })
    }
  })
  assert.deepEqual(waits, [0, 250, 999])
})

test('a wait is one of time', async () => {
  const startedAt = performance.now()
  await backOff(1, () => 1, { baseMs: 30, maxMs: 30 })
  assert.ok(performance.now() - startedAt > 20)
})

test('work that ends in time is passed on, and so is its mistake', async () => {
  assert.equal(await within(60_000, Promise.resolve('row'), late), 'row')
  await assert.rejects(within(60_000, Promise.reject(new Error('mistake')), late), {
    message: 'mistake'
  })
})

test('work that takes longer rejects with the error that is made for it, made then', async () => {
  let made = 0
  const make = (): Error => new Error(`late ${++made}`)
  assert.equal(await within(60_000, Promise.resolve(1), make), 1)
  assert.equal(made, 0)
  await assert.rejects(within(1, new Promise(() => undefined), make), { message: 'late 1' })
})

test('what late work does is heard by nobody', async t => {
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  const work = Promise.withResolvers<void>()
  await assert.rejects(within(1, work.promise, late), { message: 'late' })
  work.reject(new Error('mistake'))
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(unheard, [])
})

test('no timer is left behind', async () => {
  const count = (): number =>
    process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = count()
  await within(60_000, Promise.resolve(1), late)
  await within(60_000, Promise.reject(new Error('mistake')), late).catch(() => undefined)
  assert.equal(count(), before)
})
