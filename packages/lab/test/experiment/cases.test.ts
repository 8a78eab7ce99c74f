import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseOf, turnedRed } from '../../src/experiment/cases.ts'
import type { Judged } from '../../src/experiment/judge.ts'
import type { Verdict } from '../../src/experiment/verdict.ts'

const failed: Judged = {
  measure: 'failed',
  what: 'failed requests',
  limit: 'at most 0',
  measured: '7',
  isMeasured: true,
  holds: false
}
const registered: Judged = {
  measure: 'registered',
  what: 'ready in the registry of cart',
  limit: 'at least 3',
  measured: '2',
  isMeasured: true,
  holds: false
}

function judged(...limits: readonly Judged[]): Verdict {
  const latency = { p50: 1, p95: 1, p99: 1, max: 1 }
  const counts = { requests: 9, failed: 7, stale: 0, attemptsPerRequest: 1, attempts: {} }
  return {
    kind: 'judged',
    name: 'kill',
    without: 'retry',
    holds: limits.every(({ holds }) => holds),
    seconds: 1,
    perSecond: 100,
    limits,
    figures: { ...counts, outcomes: { ok: 2, lost: 7 }, latency, failures: [] },
    picture: '',
    note: null
  }
}

function outcomeOf(...limits: readonly Judged[]): string {
  const { outcome } = turnedRed(judged(...limits), 'failed')
  return outcome.kind === 'passed' ? 'passed' : outcome.message
}

test('an experiment fails without its mechanism when it misses what the mechanism is for', () => {
  const { name, outcome } = turnedRed(judged(failed, registered), 'failed')
  assert.equal(name, 'kill fails without retry')
  assert.deepEqual(outcome, { kind: 'passed' })
  assert.equal(outcomeOf({ ...failed, holds: true, measured: '0' }, failed), 'passed')
})

test('it shows nothing while its limits hold', () => {
  const message = outcomeOf({ ...failed, holds: true, measured: '0' })
  assert.match(message, /^its limits hold all the same/)
})

test('a limit on something else that is missed shows nothing', () => {
  const message = outcomeOf({ ...failed, holds: true, measured: '0' }, registered)
  assert.match(message, /^no limit on "failed" is missed, .* ready in the registry of cart: 2, at/)
})

test('what was not measured shows nothing', () => {
  const none = { ...failed, measured: 'nothing to measure', isMeasured: false }
  assert.match(
    outcomeOf(none),
    /^no limit on "failed" is missed, .* nothing to measure, at most 0$/
  )
})

test('what was not carried out has not failed by what was left out', () => {
  const base = { name: 'kill', without: 'retry', holds: false, seconds: 1, reason: 'why' } as const
  const kindOf = (kind: 'broken' | 'disturbed' | 'refused'): string =>
    turnedRed({ ...base, kind }, 'failed').outcome.kind
  assert.deepEqual(
    [kindOf('broken'), kindOf('disturbed'), kindOf('refused')],
    ['failed', 'failed', 'skipped']
  )
})

test('a verdict that does not hold tells every limit that is missed', () => {
  const { outcome } = caseOf(judged(failed, registered))
  const message = 'failed requests: 7, at most 0; ready in the registry of cart: 2, at least 3'
  assert.deepEqual(outcome, { kind: 'failed', message })
})
