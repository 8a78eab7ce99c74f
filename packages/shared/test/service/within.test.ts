import assert from 'node:assert/strict'
import { test } from 'node:test'
import { within } from '../../src/service/within.ts'

const never = (): Promise<never> => new Promise(() => undefined)

test('waits for work that ends in time, and not for the limit', async () => {
  const work = Promise.withResolvers<void>()
  let isOver = false
  const waiting = within(1_000, work.promise, never).then(() => (isOver = true))
  await Promise.resolve()
  assert.equal(isOver, false)
  work.resolve()
  await waiting
})

test('takes work that fails for work that has ended', async () => {
  assert.equal(await within(1_000, Promise.reject(new Error('away')), never), undefined)
})

test('waits as long as told for work that hangs', async () => {
  const limit = Promise.withResolvers<void>()
  const asked: number[] = []
  let isOver = false
  const waiting = within(1_234, never(), ms => {
    asked.push(ms)
    return limit.promise
  }).then(() => (isOver = true))
  await Promise.resolve()
  assert.deepEqual([asked, isOver], [[1_234], false])
  limit.resolve()
  await waiting
})

test('work that fails after the limit is heard by nobody', async t => {
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  const work = Promise.withResolvers<void>()
  await within(0, work.promise, () => Promise.resolve())
  work.reject(new Error('late'))
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(unheard, [])
})

test('its own limit is one of time, and keeps no process alive', async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const waiting = within(5, never())
  assert.equal(timers(), before)
  // The limit alone would let the process end; the test waits for it.
  const stay = setInterval(() => undefined, 1_000)
  await waiting
  clearInterval(stay)
})
