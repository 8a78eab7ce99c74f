import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layerNames } from '../../src/client/index.ts'
import { failure, hanging, reply } from './fakes.ts'
import { createClient, found, read } from './harness.ts'

for (const name of layerNames) {
  test(`a call is made without ${name} too, and the status says so`, async t => {
    const { client } = createClient(t, { without: [name] })
    assert.equal((await client.call(read)).kind, 'answered')
    assert.deepEqual(client.status().without, [name])
  })
}

test('a call is made without any of them', async t => {
  const { client, calls } = createClient(t, { without: layerNames, outcomes: [reply(503)] })
  assert.equal((await client.call(read)).kind, 'technical')
  assert.equal(calls.length, 1)
})

test('without retry nothing is repeated', async t => {
  const { client, calls } = createClient(t, {
    without: ['retry'],
    outcomes: [failure('lost', true)]
  })
  await client.call(read)
  assert.equal(calls.length, 1)
})

test('without a budget repeats have no end', async t => {
  const attempts = async (without: readonly ['budget'] | readonly []): Promise<number> => {
    const { client, calls, clock } = createClient(t, { without, outcomes: [reply(503)] })
    for (let call = 0; call < 100; call++) {
      const ended = client.call(read)
      await clock.advance(1)
      await ended
    }
    return calls.length
  }
  assert.equal(await attempts(['budget']), 300)
  assert.ok((await attempts([])) < 150)
})

test('without a breaker, a broken instance is asked again and again', async t => {
  const { client, calls } = createClient(t, {
    without: ['breaker', 'retry'],
    outcomes: [reply(500)]
  })
  for (let call = 0; call < 100; call++) await client.call(read)
  assert.equal(calls.length, 100)
})

test('without a timeout, a hung instance costs the whole call', async t => {
  const { client, clock } = createClient(t, {
    without: ['timeout'],
    send: call => (call.attempt === 1 ? hanging({ sends: true })(call) : Promise.resolve(found))
  })
  const call = client.call(read)
  await clock.advance(2_000)
  assert.equal((await call).kind, 'deadline')
})
