import assert from 'node:assert/strict'
import { test } from 'node:test'
import { route } from '../../src/client/route.ts'
import { aCall, answering, reply } from './fakes.ts'

test('hands on every call as it is, as long as no deployment says otherwise', async () => {
  const send = answering([reply(200)])
  const call = aCall()
  assert.deepEqual(await route()(send)(call), reply(200))
  assert.equal(send.calls[0], call)
})
