import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome, Repeat } from '../../src/client/call.ts'
import { isNotProcessed, judge } from '../../src/client/retry-table.ts'
import { failure, reply } from './fakes.ts'

const repeats: readonly Repeat[] = ['safe', 'idempotent', 'keyed', 'unkeyed']
const inFlight = JSON.stringify({ code: 'IDEMPOTENCY_IN_FLIGHT' })

// One row per outcome; a column for safe, idempotent, keyed, unkeyed.
const table: readonly (readonly [string, Outcome, readonly string[]])[] = [
  ['refused connection', failure('refused', false), ['now', 'now', 'now', 'now']],
  ['503 marked', reply(503, { 'x-not-processed': '1' }), ['now', 'now', 'now', 'now']],
  ['421 of another service', reply(421), ['now', 'now', 'now', 'now']],
  ['429', reply(429), ['now', 'now', 'now', 'now']],
  ['lost after sending', failure('lost', true), ['later', 'later', 'later', 'done']],
  [
    'attempt timed out, sent',
    failure('attempt-timeout', true),
    ['later', 'later', 'later', 'done']
  ],
  ['attempt timed out, not sent', failure('attempt-timeout', false), ['now', 'now', 'now', 'now']],
  ['502', reply(502), ['later', 'later', 'later', 'done']],
  ['503 unmarked', reply(503), ['later', 'later', 'later', 'done']],
  [
    '503 with another mark',
    reply(503, { 'x-not-processed': '0' }),
    ['later', 'later', 'later', 'done']
  ],
  ['504', reply(504), ['later', 'later', 'later', 'done']],
  ['500', reply(500), ['done', 'done', 'done', 'done']],
  ['501', reply(501), ['done', 'done', 'done', 'done']],
  ['400', reply(400), ['done', 'done', 'done', 'done']],
  ['404', reply(404), ['done', 'done', 'done', 'done']],
  ['409', reply(409), ['done', 'done', 'done', 'done']],
  ['409 in flight', reply(409, {}, inFlight), ['done', 'done', 'wait', 'done']],
  ['422', reply(422), ['done', 'done', 'done', 'done']],
  ['200', reply(200), ['done', 'done', 'done', 'done']],
  ['no endpoint', failure('no-endpoint', false), ['later', 'later', 'later', 'later']],
  ['all endpoints full', failure('overload', false), ['later', 'later', 'later', 'later']],
  ['deadline', failure('deadline', true), ['done', 'done', 'done', 'done']],
  ['answer too large', failure('too-large', true), ['done', 'done', 'done', 'done']]
]

// O1: the original repeated every failure on every node, also a 404 and a POST that may have been executed.
for (const [name, outcome, columns] of table) {
  repeats.forEach((repeat, column) => {
    test(`after "${name}" a call that is ${repeat} goes on: ${columns[column]}`, () => {
      assert.equal(judge({ repeat }, outcome).kind, columns[column])
    })
  })
}

for (const status of [429, 502, 503, 504]) {
  test(`a callee that has used up its own retries is not asked again after ${status}`, () => {
    for (const repeat of repeats) {
      assert.equal(judge({ repeat }, reply(status, { 'x-retry': 'no' })).kind, 'done')
    }
  })
}

test('a request in flight is waited for as told, else for a second', () => {
  const waits = (header: Readonly<Record<string, string>>): unknown =>
    judge({ repeat: 'keyed' }, reply(409, header, inFlight))
  assert.deepEqual(waits({ 'retry-after': '2' }), { kind: 'wait', ms: 2_000 })
  assert.deepEqual(waits({}), { kind: 'wait', ms: 1_000 })
  assert.deepEqual(waits({ 'retry-after': '0' }), { kind: 'wait', ms: 1_000 })
  assert.deepEqual(waits({ 'retry-after': '-3' }), { kind: 'wait', ms: 1_000 })
  assert.deepEqual(waits({ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }), {
    kind: 'wait',
    ms: 1_000
  })
})

test('only a marked 503, a 421 and a 429 that is not final say that nothing was executed', () => {
  assert.equal(isNotProcessed(reply(503, { 'x-not-processed': '1' })), true)
  assert.equal(isNotProcessed(reply(421)), true)
  assert.equal(isNotProcessed(reply(429)), true)
  assert.equal(isNotProcessed(reply(429, { 'x-retry': 'no' })), false)
  assert.equal(isNotProcessed(reply(503)), false)
  assert.equal(isNotProcessed(reply(502, { 'x-not-processed': '1' })), false)
  assert.equal(isNotProcessed(reply(200, { 'x-not-processed': '1' })), false)
  assert.equal(isNotProcessed(failure('refused', false)), false)
})
