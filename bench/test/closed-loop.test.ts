import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costOf } from '../support/closed-loop.ts'

test('makes as many calls as it was told, and never more at once', async () => {
  let [made, open, mostOpen] = [0, 0, 0]
  const cost = await costOf(
    async () => {
      made++
      mostOpen = Math.max(mostOpen, ++open)
      await new Promise(resolve => setImmediate(resolve))
      open--
    },
    { calls: 100, atOnce: 16 }
  )
  assert.deepEqual([made, mostOpen, open], [100, 16, 0])
  assert.ok(cost.perSecond > 0 && cost.p50Ms > 0 && cost.p50Ms <= cost.p99Ms, JSON.stringify(cost))
})

test('a call that fails is no figure', async () => {
  const failing = (): Promise<void> => Promise.reject(new Error('status 503'))
  await assert.rejects(costOf(failing, { calls: 10, atOnce: 2 }), /status 503/)
})
