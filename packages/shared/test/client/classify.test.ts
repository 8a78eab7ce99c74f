import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthOf, type Health } from '../../src/client/classify.ts'
import type { Outcome } from '../../src/client/call.ts'
import { giveUp } from '../../src/client/flight.ts'
import { aCall, failure, plainLimits, reply } from './fakes.ts'

const cases: readonly (readonly [Outcome, Health])[] = [
  [reply(200), 'good'],
  [reply(302), 'good'],
  [reply(404), 'good'],
  [reply(421), 'bad'],
  [reply(500), 'bad'],
  [reply(502), 'bad'],
  [reply(503), 'bad'],
  [reply(504), 'nothing'],
  [reply(503, { 'x-not-processed': '1' }), 'nothing'],
  [reply(500, { 'x-retry': 'no' }), 'bad'],
  [reply(502, { 'x-retry': 'no' }), 'nothing'],
  [reply(503, { 'x-retry': 'no' }), 'nothing'],
  [reply(504, { 'x-retry': 'no' }), 'nothing'],
  [failure('refused', false), 'bad'],
  [failure('lost', true), 'bad'],
  [failure('attempt-timeout', true), 'bad'],
  [failure('too-large', true), 'bad'],
  [failure('deadline', true), 'nothing'],
  [failure('overload', false), 'nothing'],
  [failure('limited', false), 'nothing'],
  [failure('throttled', false), 'nothing'],
  [failure('open', false), 'nothing'],
  [failure('no-endpoint', false), 'nothing']
]

for (const [outcome, expected] of cases) {
  const name =
    outcome.kind === 'reply'
      ? `${outcome.status} ${JSON.stringify(outcome.headers)}`
      : `"${outcome.reason}"`
  test(`${name} after a moment says ${expected} of the endpoint`, () => {
    assert.equal(healthOf(aCall(), outcome, { elapsedMs: 1, limits: plainLimits }), expected)
  })
}

test('what this side gave up says something only after half of the time that an attempt has', () => {
  const call = aCall({ attemptMs: 400 })
  giveUp(call.progress)
  for (const outcome of [failure('lost', true), failure('deadline', true)]) {
    assert.equal(healthOf(call, outcome, { elapsedMs: 199, limits: plainLimits }), 'nothing')
    assert.equal(healthOf(call, outcome, { elapsedMs: 200, limits: plainLimits }), 'bad')
  }
})
