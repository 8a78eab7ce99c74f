import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLifecycle } from '../../src/service/lifecycle.ts'

const failing: readonly (() => Promise<boolean>)[] = [
  () => Promise.resolve(false),
  () => Promise.reject(new Error('away')),
  () => {
    throw new Error('away')
  }
]

test('a process is ready unless its own resources say no, fail or throw', async () => {
  const lifecycle = createLifecycle(Date.now)
  assert.equal(await lifecycle.isReady(), true)
  for (const check of failing) {
    lifecycle.setReadiness(check)
    assert.equal(await lifecycle.isReady(), false)
  }
  lifecycle.setReadiness(() => Promise.resolve(true))
  assert.equal(await lifecycle.isReady(), true)
})

test('a process that drains is not ready, asks nobody and never comes back', async () => {
  const lifecycle = createLifecycle(Date.now)
  let asked = 0
  lifecycle.setReadiness(() => Promise.resolve(++asked > 0))
  assert.equal(lifecycle.isDraining(), false)
  lifecycle.startDraining()
  lifecycle.startDraining()
  assert.deepEqual([lifecycle.isDraining(), await lifecycle.isReady(), asked], [true, false, 0])
})

test('a process that begins to drain while it asks is not ready', async () => {
  const lifecycle = createLifecycle(Date.now)
  const answer = Promise.withResolvers<boolean>()
  lifecycle.setReadiness(() => answer.promise)
  const ready = lifecycle.isReady()
  lifecycle.startDraining()
  answer.resolve(true)
  assert.equal(await ready, false)
})

test('counts what is in flight, and remembers when the last request came and not when it ended', () => {
  let now = 1_000
  const lifecycle = createLifecycle(() => now)
  assert.deepEqual([lifecycle.inFlight(), lifecycle.lastRequestAt()], [0, 1_000])
  now = 2_000
  lifecycle.requestStarted()
  now = 3_000
  lifecycle.requestStarted()
  now = 4_000
  lifecycle.requestEnded()
  assert.deepEqual([lifecycle.inFlight(), lifecycle.lastRequestAt()], [1, 3_000])
  lifecycle.requestEnded()
  assert.deepEqual([lifecycle.inFlight(), lifecycle.lastRequestAt()], [0, 3_000])
})
