import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { deadline } from '../../src/client/deadline.ts'
import { timeout } from '../../src/client/timeout.ts'
import { aCall, answering, createManualClock, failure, hanging, reply } from './fakes.ts'

/** Tells when, by the clock, a promise has settled. */
async function settledAt(
  clock: ReturnType<typeof createManualClock>,
  outcome: Promise<Outcome>
): Promise<{ readonly outcome: Outcome; readonly at: number }> {
  let at = 0
  void outcome.then(() => (at = clock.now()))
  await clock.advance(60_000)
  return { outcome: await outcome, at }
}

for (const sends of [true, false]) {
  const kind = sends ? 'never answers' : 'never connects'

  test(`the deadline is exact when the transport ${kind}`, async () => {
    const clock = createManualClock()
    const call = deadline(clock)(hanging({ sends }))(aCall({ deadlineAt: clock.now() + 1_234 }))
    assert.deepEqual(await settledAt(clock, call), {
      outcome: failure('deadline', sends),
      at: 1_001_234
    })
    assert.equal(clock.timers(), 0)
  })

  test(`the limit of an attempt is exact when the transport ${kind}`, async () => {
    const clock = createManualClock()
    const call = timeout(clock)(hanging({ sends }))(aCall({ attemptMs: 700 }))
    assert.deepEqual(await settledAt(clock, call), {
      outcome: failure('attempt-timeout', sends),
      at: 1_000_700
    })
    assert.equal(clock.timers(), 0)
  })
}

test('a call whose deadline has passed is not sent', async () => {
  const clock = createManualClock()
  const send = answering([reply(200)])
  for (const deadlineAt of [clock.now(), clock.now() - 5]) {
    assert.deepEqual(await deadline(clock)(send)(aCall({ deadlineAt })), failure('deadline', false))
  }
  assert.equal(send.calls.length, 0)
})

test('an attempt that the whole call cuts short ends as the deadline', async () => {
  const clock = createManualClock()
  const call = aCall({ deadlineAt: clock.now() + 300, attemptMs: 700 })
  const ended = await settledAt(clock, timeout(clock)(hanging({ sends: true }))(call))
  assert.deepEqual(ended, { outcome: failure('deadline', true), at: 1_000_300 })
})

test('what goes on after the limit is aborted, and nothing before it', async () => {
  const clock = createManualClock()
  const send = hanging({ sends: true })
  const call = timeout(clock)(send)(aCall({ attemptMs: 100 }))
  await clock.advance(99)
  assert.equal(send.calls[0]?.signal?.aborted, false)
  await clock.advance(1)
  await call
  assert.equal(send.calls[0]?.signal?.aborted, true)
})

test('the abort of the whole call reaches the attempt', async () => {
  const clock = createManualClock()
  const send = hanging({ sends: true })
  const call = deadline(clock)(timeout(clock)(send))(aCall({ deadlineAt: clock.now() + 100 }))
  await clock.advance(100)
  await call
  assert.equal(send.calls[0]?.signal?.aborted, true)
})

test('an attempt that starts after the abort is aborted from its beginning', async () => {
  const clock = createManualClock()
  const send = answering([reply(200)])
  await timeout(clock)(send)(aCall({ signal: AbortSignal.abort() }))
  assert.equal(send.calls[0]?.signal?.aborted, true)
})

test('an answer in time is passed on, and a mistake of ours is thrown', async () => {
  const clock = createManualClock()
  const broken: Send = () => Promise.reject(new TypeError('a mistake'))
  for (const layer of [deadline(clock), timeout(clock)]) {
    assert.deepEqual(await layer(answering([reply(201)]))(aCall()), reply(201))
    await assert.rejects(() => layer(broken)(aCall()), { message: 'a mistake' })
  }
  assert.equal(clock.timers(), 0)
})

test('1,000 calls leave no timer and no listener', async () => {
  const clock = createManualClock()
  const abort = new AbortController()
  const outcomes = [reply(200), failure('lost', true), failure('refused', false)]
  const layer = (call: Call): Promise<Outcome> =>
    deadline(clock)(timeout(clock)(answering([outcomes[call.attempt % 3] ?? reply(200)])))(call)
  for (let attempt = 0; attempt < 1_000; attempt++) {
    await layer(aCall({ attempt, signal: abort.signal }))
  }
  await clock.advance(0)
  assert.equal(clock.timers(), 0)
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0)
})

test('1,000 attempts that run out of time leave no timer and no listener', async () => {
  const clock = createManualClock()
  const abort = new AbortController()
  const call = aCall({ signal: abort.signal, attemptMs: 10 })
  const calls = Array.from({ length: 1_000 }, () => timeout(clock)(hanging({ sends: true }))(call))
  await clock.advance(10)
  await Promise.all(calls)
  assert.equal(clock.timers(), 0)
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0)
})
