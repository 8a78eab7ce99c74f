import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { callOf, type CallOptions } from '../../src/client/call-of.ts'
import type { CallRequest, Method } from '../../src/client/types.ts'

const now = 1_000_000
const options: CallOptions = {
  target: 'cart',
  serviceToken: 'web.cart.1.mac',
  customerToken: undefined,
  now,
  callerDeadlineAt: undefined
}
const get: CallRequest = { method: 'GET', path: '/carts/1', operation: 'GET /carts/:id' }

test('a call has a limit of 2 s unless told, its attempts have the one that is told', () => {
  const { deadlineAt, attemptMs } = callOf(get, options)
  assert.deepEqual([deadlineAt, attemptMs], [now + 2_000, undefined])
  const own = callOf({ ...get, deadlineMs: 700, attemptMs: 300 }, options)
  assert.deepEqual([own.deadlineAt, own.attemptMs], [now + 700, 300])
})

test('no call has more time than its caller has left, nor than it asked for', () => {
  const deadline = fc.option(fc.nat(5_000), { nil: undefined })
  fc.assert(
    fc.property(deadline, fc.option(fc.integer({ min: -10, max: 5_000 })), (own, left) => {
      const callerDeadlineAt = left === null ? undefined : now + left
      const { deadlineAt } = callOf(
        { ...get, ...(own !== undefined && { deadlineMs: own }) },
        { ...options, callerDeadlineAt }
      )
      assert.equal(deadlineAt, now + Math.min(own ?? 2_000, left ?? Infinity))
    })
  )
})

test('a call says who calls, and for whom only if there is somebody', () => {
  const none = callOf(get, options).headers
  assert.deepEqual(none, { accept: 'application/json', authorization: 'Bearer web.cart.1.mac' })
  assert.deepEqual(callOf(get, { ...options, customerToken: '' }).headers, none)
  const headers = callOf(get, { ...options, customerToken: 'of ada' }).headers
  assert.deepEqual(headers, { ...none, 'x-customer-token': 'of ada' })
})

test('what matters to the request that is served matters to what it asks of others', () => {
  const { headers, importance } = callOf(get, { ...options, importance: 'high' })
  assert.deepEqual([headers['x-importance'], importance], ['high', 'high'])
  assert.equal('x-importance' in callOf(get, options).headers, false)
})

test('a read ends with who asked for it, and what changes something does not', () => {
  const { signal } = new AbortController()
  assert.equal(callOf(get, { ...options, callerSignal: signal }).signal, signal)
  for (const method of ['PUT', 'POST', 'DELETE'] as const) {
    assert.equal(callOf({ ...get, method }, { ...options, callerSignal: signal }).signal, undefined)
  }
})

test('a body is written as JSON, whatever it is, and no body is none', () => {
  for (const body of [{ amount: 1 }, [], '', 0, false, null]) {
    const call = callOf({ ...get, method: 'PUT', body }, options)
    assert.equal(call.body, JSON.stringify(body))
    assert.equal(call.headers['content-type'], 'application/json')
  }
  const empty = callOf({ ...get, method: 'POST', body: undefined }, options)
  assert.deepEqual([empty.body, empty.headers['content-type']], [undefined, undefined])
})

const key = 'a-key-of-the-tests'
const repeats: readonly (readonly [Method, string])[] = [
  ['GET', 'safe'],
  ['HEAD', 'safe'],
  ['PUT', 'idempotent'],
  ['DELETE', 'idempotent'],
  ['POST', 'unkeyed']
]

for (const [method, repeat] of repeats) {
  test(`a ${method} is ${repeat} as long as no layer says otherwise`, () => {
    const call = callOf({ ...get, method, idempotencyKey: key }, options)
    assert.equal(call.repeat, repeat)
    assert.equal(call.idempotencyKey, key)
    assert.equal(call.headers['idempotency-key'], undefined)
  })
}

test('what is kept for everybody is asked for nobody', () => {
  const cache = { freshMs: 1_000, staleMs: 300_000 }
  const call = callOf({ ...get, cache }, { ...options, customerToken: 'of ada' })
  assert.equal(call.headers['x-customer-token'], undefined)
  assert.deepEqual(call.cache, cache)
})

test('what is kept knows which answer was asked for', () => {
  const cache = { freshMs: 1_000, staleMs: 300_000 }
  const answer = Type.Object({ id: Type.String() })
  const { accepts } = callOf({ ...get, cache, answer }, options)
  assert.deepEqual(
    ['{"id":"1"}', '{"id":1}', '<html>'].map(body => accepts?.(body)),
    [true, false, false]
  )
  assert.equal(callOf({ ...get, cache }, options).accepts, undefined)
  assert.equal(callOf({ ...get, answer }, options).accepts, undefined)
})

test('only a safe call ends with its caller', () => {
  const callerSignal = AbortSignal.abort()
  const signalOf = (method: Method) =>
    callOf({ ...get, method }, { ...options, callerSignal }).signal
  assert.equal(signalOf('GET'), callerSignal)
  for (const method of ['POST', 'PUT', 'DELETE'] as const) assert.equal(signalOf(method), undefined)
})

test('a call starts as its first attempt, and has been nowhere', () => {
  const { target, method, path, operation, attempt, span, progress } = callOf(get, options)
  assert.deepEqual({ target, method, path, operation }, { target: 'cart', ...get })
  assert.deepEqual([attempt, span, progress.attempts, progress.tried], [1, undefined, 0, []])
})
