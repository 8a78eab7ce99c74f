import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { deadline } from '../../src/client/deadline.ts'
import { timeout } from '../../src/client/timeout.ts'
import { createProgress, giveUp, startFlight } from '../../src/client/flight.ts'
import {
  aCall,
  answering,
  createManualClock,
  failure,
  hanging,
  plainLimits,
  reply
} from './fakes.ts'

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
    const call = timeout({ clock, limits: plainLimits })(hanging({ sends }))(
      aCall({ attemptMs: 700 })
    )
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

test('a call that would leave its peer no time is not sent', async () => {
  const clock = createManualClock()
  const way = answering([reply(200)])
  const hurried = (ms: number) => deadline(clock)(way)(aCall({ deadlineAt: clock.now() + ms }))
  assert.deepEqual(await hurried(5), failure('deadline', false))
  assert.equal(way.calls.length, 0)
  assert.deepEqual(await hurried(6), reply(200))
})

// O2: in the original neither a call nor an attempt had a limit of time.
test('an attempt that the whole call cuts short ends as the deadline', async () => {
  const clock = createManualClock()
  const call = aCall({ deadlineAt: clock.now() + 300, attemptMs: 700 })
  const ended = await settledAt(
    clock,
    timeout({ clock, limits: plainLimits })(hanging({ sends: true }))(call)
  )
  assert.deepEqual(ended, { outcome: failure('deadline', true), at: 1_000_300 })
})

test('what goes on after the limit is aborted, and nothing before it', async () => {
  const clock = createManualClock()
  const send = hanging({ sends: true })
  const call = timeout({ clock, limits: plainLimits })(send)(aCall({ attemptMs: 100 }))
  await clock.advance(99)
  assert.equal(send.calls[0]?.flight.isGivenUp, false)
  await clock.advance(1)
  await call
  assert.equal(send.calls[0]?.flight.isGivenUp, true)
})

test('the end of the whole call reaches the attempt, and what the attempt has on the wire', async () => {
  const clock = createManualClock()
  const send = hanging({ sends: true })
  const layer = deadline(clock)(timeout({ clock, limits: plainLimits })(send))
  const call = aCall({ deadlineAt: clock.now() + 100 })
  let aborted = 0
  call.flight.abort = () => void aborted++
  const outcome = layer(call)
  await clock.advance(100)
  await outcome
  assert.equal(call.flight.isGivenUp, true)
  assert.equal(aborted, 1)
})

test('an attempt that starts after the end of its call is given up from its beginning', () => {
  const progress = createProgress()
  giveUp(progress)
  assert.equal(startFlight(progress).isGivenUp, true)
})

test('a safe call whose caller goes ends at once, and one whose caller has gone is not begun', async () => {
  const clock = createManualClock()
  const caller = new AbortController()
  const send = hanging({ sends: true })
  const call = aCall({ signal: caller.signal })
  const outcome = deadline(clock)(send)(call)
  caller.abort()
  assert.deepEqual(await outcome, failure('deadline', true))
  assert.equal(call.flight.isGivenUp, true)
  assert.deepEqual(
    await deadline(clock)(send)(aCall({ signal: caller.signal })),
    failure('deadline', false)
  )
  assert.equal(send.calls.length, 1)
  assert.equal(clock.timers(), 0)
})

test('what came in while this process was held up is read before an attempt is given up', async () => {
  const clock = createManualClock()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const late = {
    ...clock,
    after: (ms: number, run: () => void) => clock.after(ms + (ms > 1 ? 50 : 0), run)
  }
  const call = timeout({ clock: late, limits: plainLimits })(() => promise)(
    aCall({ attemptMs: 100 })
  )
  await clock.advance(150)
  resolve(reply(200))
  await clock.advance(1)
  assert.deepEqual(await call, reply(200))
  const hung = timeout({ clock: late, limits: plainLimits })(hanging({ sends: true }))
  assert.deepEqual(await settledAt(clock, hung(aCall({ attemptMs: 100 }))), {
    outcome: failure('attempt-timeout', true),
    at: 1_000_302
  })
})

test('an outcome or a mistake after the limit changes nothing, and is heard by nobody', async t => {
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  for (const isMistake of [false, true]) {
    const clock = createManualClock()
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    const layer = timeout({ clock, limits: plainLimits })(() => promise)
    const outcome = layer(aCall({ attemptMs: 10 }))
    await clock.advance(10)
    if (isMistake) reject(new TypeError('late'))
    else resolve(reply(200))
    assert.deepEqual(await outcome, failure('attempt-timeout', false))
    await clock.advance(0)
  }
  assert.deepEqual(unheard, [])
})

test('an answer in time is passed on, and a mistake of ours is thrown', async () => {
  const clock = createManualClock()
  const broken: Send = () => Promise.reject(new TypeError('a mistake'))
  for (const layer of [deadline(clock), timeout({ clock, limits: plainLimits })]) {
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
    deadline(clock)(
      timeout({ clock, limits: plainLimits })(answering([outcomes[call.attempt % 3] ?? reply(200)]))
    )(call)
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
  const calls = Array.from({ length: 1_000 }, () =>
    timeout({ clock, limits: plainLimits })(hanging({ sends: true }))(call)
  )
  await clock.advance(10)
  await Promise.all(calls)
  assert.equal(clock.timers(), 0)
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0)
})
