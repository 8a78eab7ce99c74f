import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPendingWork, worksMax } from '../src/domain/pending-work.ts'
import { gate } from './fixtures.ts'

const neverTold = (error: unknown): never => assert.fail(String(error))

test('answers with what is done in time, and rejects as it does', async () => {
  const work = createPendingWork(neverTold)
  assert.deepEqual(await work.run(async () => 7, 5_000), { kind: 'done', value: 7 })
  const broken = new Error('broken')
  await assert.rejects(
    work.run(() => Promise.reject(broken), 5_000),
    broken
  )
  await work.settled()
})

test('is settled when work that was left has ended, and not before', async () => {
  const told: unknown[] = []
  const work = createPendingWork(error => told.push(error))
  const [first, second] = [gate(), gate()]
  assert.deepEqual(await work.run(() => first.opened, 0), { kind: 'late' })
  let isSettled = false
  const settled = work.settled().then(() => (isSettled = true))
  // Work that comes while a stop is waiting is waited for too.
  const failing = (): Promise<void> => second.opened.then(() => Promise.reject(new Error('late')))
  assert.deepEqual(await work.run(failing, -5), { kind: 'late' })
  first.open()
  await first.opened
  await new Promise(resolve => void setImmediate(resolve))
  assert.equal(isSettled, false)
  second.open()
  await settled
  assert.equal(String(told), 'Error: late')
})

test('begins nothing beyond its limit', async () => {
  const work = createPendingWork(neverTold)
  const go = gate()
  const all = Array.from({ length: worksMax }, () => work.run(() => go.opened, 60_000))
  let isBegun = false
  const refused = await work.run(async () => (isBegun = true), 60_000)
  assert.deepEqual([refused.kind, isBegun], ['full', false])
  go.open()
  await Promise.all(all)
  await work.settled()
  assert.equal((await work.run(async () => 1, 1_000)).kind, 'done')
})
