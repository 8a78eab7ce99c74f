import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endlessBudget } from '../../src/client/budget.ts'
import { stack, type Layer } from '../../src/client/call.ts'
import { key } from '../../src/client/key.ts'
import { retry } from '../../src/client/retry.ts'
import { aCall, answering, createManualClock, failure, reply } from './fakes.ts'

const idempotencyKey = 'a-key-of-the-tests'
const post = { method: 'POST', repeat: 'unkeyed' } as const

test('a POST with a key carries it and may be repeated; without one it may not', async () => {
  const send = answering([reply(201)])
  await key()(send)(aCall({ ...post, idempotencyKey }))
  await key()(send)(aCall(post))
  const [keyed, unkeyed] = send.calls
  assert.deepEqual([keyed?.repeat, keyed?.headers['idempotency-key']], ['keyed', idempotencyKey])
  assert.deepEqual([unkeyed?.repeat, unkeyed?.headers['idempotency-key']], ['unkeyed', undefined])
})

test('a key makes nothing else of a PUT or a GET', async () => {
  const send = answering([reply(200)])
  for (const repeat of ['safe', 'idempotent'] as const) {
    await key()(send)(aCall({ repeat, idempotencyKey }))
    assert.equal(send.calls.at(-1)?.repeat, repeat)
  }
})

test('above retry it is the same on all attempts; below it, retry would not know of it', async () => {
  const clock = createManualClock()
  const again = retry({ clock, random: () => 0, budget: endlessBudget, tell: () => undefined })
  const attempts = async (...layers: readonly Layer[]): Promise<readonly unknown[]> => {
    const send = answering([failure('lost', true)])
    await stack(...layers)(send)(aCall({ ...post, idempotencyKey }))
    return send.calls.map(({ headers }) => headers['idempotency-key'])
  }
  assert.deepEqual(await attempts(key(), again), [idempotencyKey, idempotencyKey, idempotencyKey])
  assert.equal((await attempts(again, key())).length, 1)
})
