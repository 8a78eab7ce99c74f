import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isStoreError } from '../../src/store/errors.ts'
import { createGate } from '../../src/store/gate.ts'

function isBusy(error: unknown) {
  return isStoreError(error) && error.code === 'STORE_BUSY' && error.nothingExecuted
}

test('lets waiters in one after the other, in the order they came', async () => {
  const gate = createGate({ permits: 1, waitersMax: 10, waitMs: 1_000 })
  const order: number[] = []
  let inside = 0
  await Promise.all(
    [1, 2, 3, 4].map(async number => {
      const leave = await gate.enter()
      inside += 1
      assert.equal(inside, 1)
      order.push(number)
      await Promise.resolve()
      inside -= 1
      leave()
    })
  )
  assert.deepEqual(order, [1, 2, 3, 4])
})

test('refuses who comes when the queue is full, at once', async () => {
  const gate = createGate({ permits: 1, waitersMax: 1, waitMs: 1_000 })
  const leave = await gate.enter()
  const waiting = gate.enter()
  await assert.rejects(gate.enter(), isBusy)
  leave()
  assert.equal(typeof (await waiting), 'function')
})

test('who waited too long takes nobody else’s place', async () => {
  const gate = createGate({ permits: 1, waitersMax: 1, waitMs: 10 })
  const leave = await gate.enter()
  await assert.rejects(gate.enter(), isBusy)
  leave()
  const leaveAgain = await gate.enter()
  await assert.rejects(gate.enter(), isBusy)
  leaveAgain()
})

test('leaving twice frees one place', async () => {
  const gate = createGate({ permits: 1, waitersMax: 1, waitMs: 10 })
  const leave = await gate.enter()
  leave()
  leave()
  await gate.enter()
  await assert.rejects(gate.enter(), isBusy)
})
