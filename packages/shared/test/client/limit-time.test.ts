import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { limitTime } from '../../src/client/limit-time.ts'
import { aCall, createManualClock, failure, reply } from './fakes.ts'

/** A transport whose outcome the test gives, and the call that it got. */
function openTransport() {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const seen: Call[] = []
  const send: Send = call => {
    seen.push(call)
    return promise
  }
  const got = (): Call => seen[0] ?? assert.fail('nothing was sent')
  return { send, got, resolve, reject }
}

function limit(clock: ReturnType<typeof createManualClock>, ms: number) {
  return { clock, at: clock.now() + ms, reason: 'attempt-timeout' } as const
}

test('an outcome or a mistake after the limit changes nothing, and is heard by nobody', async t => {
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  t.after(() => process.off('unhandledRejection', hear))
  for (const end of ['resolve', 'reject'] as const) {
    const clock = createManualClock()
    const transport = openTransport()
    const outcome = limitTime(aCall(), transport.send, limit(clock, 10))
    await clock.advance(10)
    if (end === 'resolve') transport.resolve(reply(200))
    else transport.reject(new TypeError('late'))
    assert.deepEqual(await outcome, failure('attempt-timeout', false))
    await clock.advance(0)
  }
  assert.deepEqual(unheard, [])
})

test('whether it was sent is told at the limit, and to whoever asked as it happens', async () => {
  const clock = createManualClock()
  const transport = openTransport()
  let told = 0
  const call = aCall({ onSent: () => void told++ })
  const outcome = limitTime(call, transport.send, limit(clock, 10))
  assert.equal(told, 0)
  transport.got().onSent()
  assert.equal(told, 1)
  await clock.advance(10)
  assert.deepEqual(await outcome, failure('attempt-timeout', true))
})

test('a limit that has passed ends the call at once, though it was handed on', async () => {
  const clock = createManualClock()
  const transport = openTransport()
  const outcome = limitTime(aCall(), transport.send, limit(clock, -5))
  await clock.advance(0)
  assert.deepEqual(await outcome, failure('attempt-timeout', false))
  assert.equal(transport.got().signal?.aborted, true)
})

test('the signal of the caller ends what goes on, and says nothing once it has ended', async () => {
  const clock = createManualClock()
  const abort = new AbortController()
  const [one, other] = [openTransport(), openTransport()]
  const call = aCall({ signal: abort.signal })
  const ended = limitTime(call, one.send, limit(clock, 10))
  void limitTime(call, other.send, limit(clock, 10))
  one.resolve(reply(200))
  await ended
  await clock.advance(0)
  abort.abort()
  assert.equal(one.got().signal?.aborted, false)
  assert.equal(other.got().signal?.aborted, true)
})

test('a transport that throws at once leaves no timer and no listener', async () => {
  const clock = createManualClock()
  const { signal } = new AbortController()
  const broken: Send = () => {
    throw new TypeError('a mistake')
  }
  const call = aCall({ signal })
  await assert.rejects(limitTime(call, broken, limit(clock, 10)), { message: 'a mistake' })
  await clock.advance(0)
  assert.equal(clock.timers(), 0)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('what is handed on is the call itself but for its signal and for what it tells', async () => {
  const clock = createManualClock()
  const transport = openTransport()
  const call = aCall({ headers: { a: 'b' }, attempt: 2, tried: ['cart-1'] })
  void limitTime(call, transport.send, limit(clock, 10))
  const { signal, onSent, ...rest } = transport.got()
  assert.deepEqual({ ...rest, signal: undefined, onSent: call.onSent }, call)
  assert.notEqual(onSent, call.onSent)
  assert.equal(signal?.aborted, false)
})
