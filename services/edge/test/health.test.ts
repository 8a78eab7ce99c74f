import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Forwarded } from '../src/forward.ts'
import { toldBy } from '../src/health.ts'

const answered = (status: number): Forwarded => ({ kind: 'answered', status, isWhole: true })
const failed = (reason: 'refused' | 'lost' | 'timeout'): Forwarded => ({
  kind: 'failed',
  sent: reason !== 'refused',
  reason
})

const cases: readonly (readonly [string, Forwarded, boolean, string, number | undefined])[] = [
  ['a page', answered(200), true, 'good', 7],
  ['a page that is not there', answered(404), true, 'good', 7],
  ['a fault of its own', answered(500), true, 'bad', 7],
  ['something behind it that is away', answered(503), true, 'nothing', 7],
  ['an answer that nobody sees', { kind: 'dropped', status: 502 }, true, 'nothing', 7],
  ['nobody who listens', failed('refused'), true, 'bad', 7],
  ['nobody who listens, for a long body', failed('refused'), false, 'bad', 7],
  ['a connection that is lost', failed('lost'), true, 'bad', 7],
  ['no answer', failed('timeout'), true, 'bad', 7],
  ['no answer to a body that still comes', failed('timeout'), false, 'nothing', undefined],
  ['a body that ends in the middle', failed('lost'), false, 'nothing', undefined],
  ['a browser that leaves', { kind: 'gone' }, true, 'nothing', undefined]
]
for (const [name, forwarded, isKept, health, tookMs] of cases) {
  test(`${name} says of the instance: ${health}`, () => {
    assert.deepEqual(toldBy(forwarded, { isKept, tookMs: 7, patienceMs: 7 }), { health, tookMs })
  })
}

test('who was asked in the last moment need not be hung, but who is not there is not', () => {
  const told = (reason: 'refused' | 'lost' | 'timeout') =>
    toldBy(failed(reason), { isKept: true, tookMs: 7, patienceMs: 8 }).health
  assert.deepEqual([told('timeout'), told('lost'), told('refused')], ['nothing', 'bad', 'bad'])
})
