import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { callOf, type CallOptions } from '../../src/client/call-of.ts'
import { judge } from '../../src/client/retry-table.ts'
import type { CallRequest, Method } from '../../src/client/types.ts'
import { failure } from './fakes.ts'

const now = 1_000_000
const options: CallOptions = {
  target: 'cart',
  serviceToken: 'web.cart.1.mac',
  customerToken: undefined,
  now,
  callerDeadlineAt: undefined
}
const get: CallRequest = { method: 'GET', path: '/carts/1', operation: 'GET /carts/:id' }

test('a call has a limit of 2 s, its attempts have one of 1 s, unless told', () => {
  const { deadlineAt, attemptMs } = callOf(get, options)
  assert.deepEqual([deadlineAt, attemptMs], [now + 2_000, 1_000])
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
const repeats: readonly (readonly [Method, string | undefined, string])[] = [
  ['GET', undefined, 'safe'],
  ['HEAD', undefined, 'safe'],
  ['PUT', undefined, 'idempotent'],
  ['DELETE', undefined, 'idempotent'],
  ['POST', undefined, 'unkeyed'],
  ['POST', key, 'keyed'],
  ['PUT', key, 'idempotent'],
  ['GET', key, 'safe']
]

for (const [method, idempotencyKey, repeat] of repeats) {
  test(`a ${method} ${idempotencyKey ? 'with' : 'without'} a key is ${repeat}`, () => {
    const request = { ...get, method, ...(idempotencyKey && { idempotencyKey }) }
    const call = callOf(request, options)
    assert.equal(call.repeat, repeat)
    assert.equal(call.headers['idempotency-key'], idempotencyKey)
  })
}

test('a POST that may be repeated after it was sent always carries its key', () => {
  for (const idempotencyKey of [undefined, '', ' ', key]) {
    const keyed = idempotencyKey === undefined ? {} : { idempotencyKey }
    const call = callOf({ ...get, method: 'POST', ...keyed }, options)
    const isRepeated = judge(call, failure('lost', true)).kind !== 'done'
    assert.equal(isRepeated, call.headers['idempotency-key'] !== undefined)
  }
})

test('a call starts as its first attempt, and has been nowhere', () => {
  const { target, method, path, operation, attempt, tried, span, signal } = callOf(get, options)
  assert.deepEqual({ target, method, path, operation }, { target: 'cart', ...get })
  assert.deepEqual(
    { attempt, tried, span, signal },
    {
      attempt: 1,
      tried: [],
      span: undefined,
      signal: undefined
    }
  )
})
