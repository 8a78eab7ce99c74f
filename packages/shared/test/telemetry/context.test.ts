import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { currentContext, runInContext, runOutsideContext } from '../../src/telemetry/index.ts'

test('there is no context outside of a call', () => {
  assert.equal(currentContext(), undefined)
})

test('a context reaches all that a call awaits and does not mix with another call', async () => {
  const seen = await Promise.all(
    ['a', 'b', 'c'].map(correlationId =>
      runInContext({ correlationId }, async () => {
        await setImmediate()
        await Promise.all([setImmediate(), setImmediate()])
        return currentContext()?.correlationId
      })
    )
  )
  assert.deepEqual(seen, ['a', 'b', 'c'])
  assert.equal(currentContext(), undefined)
})

test('work that outlives a call can be started outside of its context', () => {
  runInContext({ correlationId: 'a' }, () => {
    assert.equal(runOutsideContext(currentContext), undefined)
    assert.equal(currentContext()?.correlationId, 'a')
  })
})
