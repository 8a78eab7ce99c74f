import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { retry } from '../../src/client/retry.ts'
import { createBudget, type Budget } from '../../src/client/budget.ts'
import { giveUp } from '../../src/client/flight.ts'
import {
  aCall,
  answering,
  createEar,
  createManualClock,
  failure,
  hanging,
  reply,
  until
} from './fakes.ts'

const inFlight = reply(
  409,
  { 'retry-after': '1' },
  JSON.stringify({ code: 'IDEMPOTENCY_IN_FLIGHT' })
)

/** Runs a call through the layer alone, with the longest jitter there can be. */
function run(send: Send, changes: Partial<Call> = {}) {
  const clock = createManualClock()
  const { tell, heard } = createEar()
  const call = aCall({ ...changes })
  const budget = createBudget(clock)
  const result = retry({ clock, random: () => 1, budget, tell })(send)(call)
  return { clock, heard, budget, progress: call.progress, result }
}

// O2: the original made as many attempts as there were nodes, without a pause between them.
test('makes at most three attempts', async () => {
  const send = answering([failure('lost', true)])
  const { clock, result } = run(send)
  await clock.advance(1_000)
  assert.deepEqual(await result, failure('lost', true))
  assert.deepEqual(
    send.calls.map(({ attempt }) => attempt),
    [1, 2, 3]
  )
})

test('repeats at once what was refused, and after a pause what was refused twice', async () => {
  const send = answering([failure('refused', false), failure('refused', false), reply(200)])
  const { clock, result } = run(send)
  await until(() => send.calls.length === 2)
  await clock.advance(99)
  assert.equal(send.calls.length, 2)
  await clock.advance(1)
  assert.deepEqual(await result, reply(200))
})

test('waits longer before each attempt, at most 250 ms', async () => {
  const send = answering([failure('lost', true)])
  const { clock } = run(send)
  await clock.advance(49)
  assert.equal(send.calls.length, 1)
  await clock.advance(1)
  assert.equal(send.calls.length, 2)
  await clock.advance(99)
  assert.equal(send.calls.length, 2)
  await clock.advance(1)
  assert.equal(send.calls.length, 3)
})

test('with full jitter the pause may be nothing', async () => {
  const clock = createManualClock()
  const send = answering([failure('lost', true), reply(200)])
  assert.deepEqual(
    await retry({ clock, random: () => 0, budget: createBudget(clock), tell: () => undefined })(
      send
    )(aCall()),
    reply(200)
  )
  assert.equal(clock.timers(), 0)
})

// O1: the original sent an order again to the next node whatever had become of it at the first.
test('a POST without a key is not sent a second time once it was sent', async () => {
  for (const outcome of [
    failure('lost', true),
    failure('attempt-timeout', true),
    reply(502),
    reply(503),
    reply(504)
  ]) {
    const send = answering([outcome])
    const { result } = run(send, { method: 'POST', repeat: 'unkeyed' })
    assert.deepEqual(await result, outcome)
    assert.equal(send.calls.length, 1)
  }
})

test('a POST without a key is repeated while it surely was not sent', async () => {
  const send = answering([
    failure('refused', false),
    reply(503, { 'x-not-processed': '1' }),
    reply(201)
  ])
  const { clock, result } = run(send, { method: 'POST', repeat: 'unkeyed' })
  await clock.advance(100)
  assert.deepEqual(await result, reply(201))
})

test('every attempt carries the same headers and body', async () => {
  const send = answering([failure('lost', true), reply(503), reply(201)])
  const headers = { 'idempotency-key': 'a-key-of-the-tests' }
  const { clock, result } = run(send, { method: 'POST', repeat: 'keyed', headers, body: '{"a":1}' })
  await clock.advance(1_000)
  await result
  assert.deepEqual(
    send.calls.map(call => [call.headers, call.body]),
    [1, 2, 3].map(() => [headers, '{"a":1}'])
  )
})

test('waits for a request in flight as told, without counting it as an attempt', async () => {
  const send = answering([inFlight, inFlight, inFlight, inFlight, reply(201)])
  const { clock, result } = run(send, { method: 'POST', repeat: 'keyed', deadlineAt: 1_010_000 })
  await clock.advance(999)
  assert.equal(send.calls.length, 1)
  await clock.advance(3_001)
  assert.deepEqual(await result, reply(201))
  assert.deepEqual(
    send.calls.map(({ attempt }) => attempt),
    [1, 1, 1, 1, 1]
  )
})

test('waits for a request in flight at most ten times', async () => {
  const send = answering([inFlight])
  const { clock, result } = run(send, { method: 'POST', repeat: 'keyed', deadlineAt: 1_100_000 })
  await clock.advance(20_000)
  assert.deepEqual(await result, inFlight)
  assert.equal(send.calls.length, 11)
})

test('a wait that the deadline does not allow is not begun', async () => {
  const send = answering([inFlight])
  const { clock, result } = run(send, { method: 'POST', repeat: 'keyed', deadlineAt: 1_001_000 })
  assert.deepEqual(await result, inFlight)
  assert.equal(clock.timers(), 0)
})

test('does not start an attempt with less than 20 ms left', async () => {
  const send = answering([failure('refused', false)])
  assert.deepEqual(await run(send, { deadlineAt: 1_000_019 }).result, failure('refused', false))
  assert.equal(send.calls.length, 1)
})

test('does not start an attempt when nobody waits any more', async () => {
  const send = answering([failure('lost', true)])
  const { clock, progress, result } = run(send)
  await until(() => clock.timers() === 1)
  giveUp(progress)
  await clock.advance(1_000)
  assert.deepEqual(await result, failure('lost', true))
  assert.equal(send.calls.length, 1)
})

test('404 to a repeated DELETE is success when an attempt before may have been executed', async () => {
  for (const first of [failure('lost', true), reply(502), failure('attempt-timeout', true)]) {
    const send = answering([first, reply(404, {}, '{"code":"NOT_FOUND"}')])
    const { clock, result } = run(send, { method: 'DELETE', repeat: 'idempotent' })
    await clock.advance(100)
    assert.deepEqual(await result, reply(204))
  }
})

test('404 to a DELETE that nobody has executed is told as it is', async () => {
  const notFound = reply(404, {}, '{"code":"NOT_FOUND"}')
  const mark = { 'x-not-processed': '1' }
  for (const first of [[], [failure('refused', false)], [reply(503, mark)]]) {
    const send = answering([...first, notFound])
    assert.deepEqual(await run(send, { method: 'DELETE', repeat: 'idempotent' }).result, notFound)
  }
})

test('404 to a repeated PUT is told as it is', async () => {
  const send = answering([failure('lost', true), reply(404)])
  const { clock, result } = run(send, { method: 'PUT', repeat: 'idempotent' })
  await clock.advance(100)
  assert.deepEqual(await result, reply(404))
})

test('counts the attempts that may have been executed: sent, and not refused unread', async () => {
  const refused = reply(503, { 'x-not-processed': '1' })
  const { clock, progress, result } = run(
    answering([refused, failure('refused', false), reply(200)])
  )
  await clock.advance(1_000)
  await result
  assert.equal(progress.open, 1)
  const none = run(answering([refused]))
  await none.clock.advance(1_000)
  await none.result
  assert.equal(none.progress.open, 0)
})

/** A balancer that has an endpoint for every attempt. */
function counted(outcomes: readonly Outcome[]): Send & { readonly calls: readonly Call[] } {
  const inner = answering(outcomes)
  const send: Send = call => {
    call.progress.attempts++
    return inner(call)
  }
  return Object.assign(send, { calls: inner.calls })
}

test('a repeat costs one of the budget, the first that was surely not executed none', async () => {
  const cost = async (...outcomes: readonly Outcome[]): Promise<number> => {
    const { clock, budget, result } = run(counted(outcomes))
    await clock.advance(1_000)
    await result
    return Math.round(30.1 - budget.balance())
  }
  assert.equal(await cost(failure('lost', true), reply(200)), 1)
  assert.equal(await cost(reply(503), reply(502), reply(200)), 2)
  assert.equal(await cost(failure('refused', false), reply(200)), 0)
  assert.equal(await cost(failure('refused', false), failure('refused', false), reply(200)), 1)
  assert.equal(await cost(failure('lost', true), failure('refused', false), reply(200)), 2)
})

test('nothing is repeated when the budget is empty, and that is told', async () => {
  const send = counted([failure('lost', true)])
  const { clock } = run(send)
  const { tell, heard } = createEar()
  const empty: Budget = { deposit: () => undefined, withdraw: () => false, balance: () => 0 }
  const layer = retry({ clock, random: () => 0, budget: empty, tell })(counted([reply(503)]))
  assert.deepEqual(await layer(aCall()), reply(503))
  assert.deepEqual(heard, [{ kind: 'budget-empty', why: 'status 503' }])
})

test('a callee that has used up its own retries is not asked again', async () => {
  const send = counted([reply(503, { 'x-retry': 'no' })])
  const { heard, result } = run(send)
  assert.equal((await result).kind, 'reply')
  assert.equal(send.calls.length, 1)
  assert.deepEqual(heard, [])
})

test('every repeat is told with its reason', async () => {
  const { clock, heard, result } = run(counted([failure('lost', true), reply(502), reply(200)]))
  await clock.advance(1_000)
  await result
  assert.deepEqual(heard, [
    { kind: 'retried', attempt: 1, why: 'lost' },
    { kind: 'retried', attempt: 2, why: 'status 502' }
  ])
})

test('a transport that hangs holds the layer, which has no limit of its own', async () => {
  const send = hanging({ sends: true })
  const { clock, result } = run(send)
  let isSettled = false
  void result.then(() => (isSettled = true))
  await clock.advance(60_000)
  assert.equal(isSettled, false)
  assert.equal(send.calls.length, 1)
})
