import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bulkhead, pendingMax } from '../../src/client/bulkhead.ts'
import { inFlightMax, limit } from '../../src/client/limit.ts'
import { aCall, answering, createEar, failure, hanging, reply } from './fakes.ts'

test('a target has at most 256 calls in flight; the next is refused at once', async () => {
  const { tell, heard } = createEar()
  const inFlight = { count: 0 }
  const layer = limit({ inFlight, tell })
  for (let call = 0; call < inFlightMax; call++) void layer(hanging({ sends: true }))(aCall())
  assert.equal(inFlight.count, 256)
  assert.deepEqual(await layer(answering([reply(200)]))(aCall()), failure('limited', false))
  assert.deepEqual(heard, [{ kind: 'limited' }])
})

test('a call that ends gives its place back, also when it throws', async () => {
  const inFlight = { count: 0 }
  const layer = limit({ inFlight, tell: () => undefined })
  await layer(answering([failure('lost', true)]))(aCall())
  await assert.rejects(layer(() => Promise.reject(new TypeError('a mistake')))(aCall()))
  assert.equal(inFlight.count, 0)
})

test('an endpoint that the balancer has counted beyond its limit refuses unsent', async () => {
  const node = { pending: pendingMax }
  const send = answering([reply(200)])
  assert.deepEqual(await bulkhead(node)(send)(aCall()), reply(200))
  node.pending++
  assert.deepEqual(await bulkhead(node)(send)(aCall()), failure('overload', false))
  assert.equal(send.calls.length, 1)
})
