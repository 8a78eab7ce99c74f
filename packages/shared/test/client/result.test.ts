import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import type { FailureReason, Outcome } from '../../src/client/call.ts'
import { resultOf, textResultOf } from '../../src/client/result.ts'
import { failure, reply } from './fakes.ts'

const answer = Type.Object({ id: Type.String() })
const reasons: readonly FailureReason[] = [
  'no-endpoint',
  'refused',
  'lost',
  'attempt-timeout',
  'deadline',
  'overload',
  'too-large'
]

const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{"id":"1"}',
    '{"id":1}',
    '{"code":""}',
    '{"code":"CART_FROZEN"}'
  ),
  fc
    .record({ code: fc.jsonValue(), title: fc.jsonValue(), details: fc.jsonValue() })
    .map(value => JSON.stringify(value))
)
const headers = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { 'x-not-processed': '1' },
  { 'x-retry': 'no' },
  { 'x-not-processed': '1', 'x-retry': 'no' }
)
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...reasons), fc.boolean())
    .map(([reason, sent]) => failure(reason, sent)),
  fc
    .tuple(fc.integer({ min: 200, max: 599 }), headers, body)
    .map(([status, told, text]) => reply(status, told, text))
)
const told = fc.record({ sent: fc.boolean(), attempts: fc.nat(3) })

test('what may have been executed is never told as surely not sent', () => {
  fc.assert(
    fc.property(outcome, told, (ended, { sent, attempts }) => {
      for (const result of [
        resultOf(ended, { sent, attempts, answer }),
        resultOf(ended, { sent, attempts, answer: undefined }),
        textResultOf(ended, { sent, attempts })
      ]) {
        if ('sent' in result && !result.sent) assert.equal(sent, false)
        if ('attempts' in result) assert.equal(result.attempts, attempts)
      }
    })
  )
})

test('an answer is a 2xx of the asked shape, a refusal of the business a 4xx with a code', () => {
  fc.assert(
    fc.property(outcome, told, (ended, how) => {
      const result = resultOf(ended, { ...how, answer })
      const status = ended.kind === 'reply' ? ended.status : 0
      if (result.kind === 'answered') {
        assert.ok(status >= 200 && status < 300)
        assert.equal(typeof result.body.id, 'string')
      }
      if (result.kind === 'business') {
        assert.ok(status >= 400 && status < 500)
        assert.ok(result.code.length > 0)
        assert.deepEqual([result.status, result.problem.code], [status, result.code])
        assert.equal(typeof result.problem.title, 'string')
      }
      if (status >= 500 || (status >= 300 && status < 400)) {
        assert.ok(result.kind === 'technical' || result.kind === 'overload')
      }
    })
  )
})

test('what is asked for as text ends as what is asked for in a shape, but for the answer', () => {
  fc.assert(
    fc.property(outcome, told, (ended, how) => {
      const [shaped, text] = [
        resultOf(ended, { ...how, answer: undefined }),
        textResultOf(ended, how)
      ]
      if (text.kind !== 'answered') assert.deepEqual(shaped, text)
      else assert.deepEqual(shaped, { ...text, body: undefined })
      if (text.kind === 'answered') assert.equal(text.body, ended.kind === 'reply' && ended.body)
    })
  )
})

const attempts = 2
for (const reason of reasons) {
  for (const sent of [true, false]) {
    test(`"${reason}" of a call that ${sent ? 'may have been' : 'was not'} sent is told so`, () => {
      const result = textResultOf(failure(reason, sent), { sent, attempts })
      const technical = { kind: 'technical', sent, reason, attempts }
      const kinds: Readonly<Record<string, object>> = {
        deadline: { kind: 'deadline', sent, attempts },
        overload: sent ? technical : { kind: 'overload', sent, attempts }
      }
      assert.deepEqual(result, kinds[reason] ?? technical)
    })
  }
}

test('a refusal after an attempt that may have been executed is no overload', () => {
  for (const refused of [reply(503, { 'x-not-processed': '1' }), reply(429)]) {
    const { status } = refused
    assert.deepEqual(textResultOf(refused, { sent: true, attempts }), {
      kind: 'technical',
      sent: true,
      reason: `status ${status}`,
      attempts
    })
    assert.equal(textResultOf(refused, { sent: false, attempts }).kind, 'overload')
  }
})

test('a call that only others have answered says so, and not that the service is busy', () => {
  for (const sent of [true, false]) {
    const result = textResultOf(reply(421), { sent, attempts })
    assert.deepEqual(result, { kind: 'technical', sent, reason: 'misdirected', attempts })
  }
})

test('an answer of a wrong shape was sent, whatever was counted', () => {
  const result = resultOf(reply(200, {}, '{"id":1}'), { sent: false, attempts, answer })
  assert.deepEqual(result, { kind: 'technical', sent: true, reason: 'invalid-answer', attempts })
})

test('a problem says only what a problem may say', () => {
  const text = JSON.stringify({
    ...{ code: 'CART_ITEM_LIMIT', title: 'at most 99', details: { most: 99 } },
    ...{ status: 200, type: 'urn:x', correlationId: 'c', stack: 'at cart.ts' }
  })
  const result = textResultOf(reply(409, {}, text), { sent: true, attempts })
  assert.deepEqual(result, {
    kind: 'business',
    status: 409,
    code: 'CART_ITEM_LIMIT',
    problem: {
      ...{ status: 409, code: 'CART_ITEM_LIMIT', title: 'at most 99' },
      details: { most: 99 }
    }
  })
})

test('a refusal without a sound problem gets a code of its status', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '"CART_FROZEN"',
    '{}',
    '{"code":""}',
    '{"code":1}',
    '<p>'
  ]) {
    assert.deepEqual(textResultOf(reply(404, {}, text), { sent: true, attempts }), {
      ...{ kind: 'business', status: 404, code: 'STATUS_404' },
      problem: { status: 404, code: 'STATUS_404', title: '' }
    })
  }
})

test('what is no JSON is a wrong answer, whatever shape was asked for', () => {
  for (const text of ['', '<p>', '{"id":', 'undefined']) {
    const told = { sent: true, attempts, answer: Type.Unknown() }
    assert.equal(resultOf(reply(200, {}, text), told).kind, 'technical')
  }
})
