import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RequestRecord } from '../../src/caller/load.ts'
import { figuresOf } from '../../src/experiment/figures.ts'
import { judge } from '../../src/experiment/judge.ts'
import type { Limit } from '../../src/experiment/model.ts'
import { pictureOf } from '../../src/experiment/picture.ts'
import type { Recording } from '../../src/experiment/recording.ts'

// A request each 100 ms for 10 s; those that are due in the fault's first second fail.
const requests = Array.from({ length: 100 }, (_unused, index): RequestRecord => {
  const due = index * 100
  const isBad = due >= 3_000 && due < 4_000
  return [due, isBad ? 700 : 10, index % 10 === 0 ? 'post' : 'get', isBad ? 'lost' : 'ok']
})
const recording: Recording = {
  requests,
  attempts: [
    { ms: 0, byInstance: {} },
    { ms: 3_000, byInstance: { a: 10, b: 20 } },
    { ms: 6_000, byInstance: { a: 11, b: 119 } },
    { ms: 10_000, byInstance: { a: 50, b: 150 } }
  ],
  moments: { calm: 0, fault: 3_000, after: 6_000, end: 10_000 },
  registered: { cart: 2 }
}

test('counts what failed, in all, in a span, of an operation', () => {
  assert.equal(measured({ measure: 'failed', atMost: 0 }), '10')
  assert.equal(measured({ measure: 'failed', operations: ['post'], atMost: 0 }), '1')
  assert.equal(
    measured({
      measure: 'failed',
      within: [
        ['fault', 1],
        ['end', 0]
      ],
      atMost: 0
    }),
    '0'
  )
  assert.equal(measured({ measure: 'failed share', within: fault, atMost: 0 }), '0.333')
  assert.equal(measured({ measure: 'served share', within: fault, atLeast: 1 }), '0.667')
})

test('measures good answers a second, slow ones and the time until all is well', () => {
  assert.equal(measured({ measure: 'goodput', within: fault, atLeast: 1 }), '6.667')
  assert.equal(measured({ measure: 'slow', thanMs: 500, atMost: 0 }), '10')
  assert.equal(measured({ measure: 'recovery seconds', atMost: 1 }), '0')
  const late = [...requests, [8_000, 10, 'get', 'refused'] as const]
  const [judged] = judge(
    { limits: [{ measure: 'recovery seconds', atMost: 1 }], load },
    { ...recording, requests: late }
  )
  assert.deepEqual([judged?.measured, judged?.holds], ['2', false])
})

test('measures attempts by the samples of a span', () => {
  const share = { measure: 'attempts share', instance: 'a', within: fault, atMost: 0.01 } as const
  assert.equal(measured(share), '0.01')
  assert.equal(measured({ measure: 'attempts per request', atMost: 1 }), '2')
  assert.equal(measured({ measure: 'attempts per request', within: fault, atMost: 1 }), '3.333')
})

test('the retry budget allows a tenth, three a second, and what was saved up', () => {
  const limit = { measure: 'attempts per request', within: fault, atMost: 'budget' } as const
  const [judged] = judge({ limits: [limit], load }, recording)
  // One caller at 10 a second with 100 saved, over the 30 requests of the span.
  assert.equal(judged?.limit, 'at most 4.733')
})

test('a limit is kept when it is just reached, above and below', () => {
  assert.equal(holds({ measure: 'failed', atMost: 10 }), true)
  assert.equal(holds({ measure: 'failed', atMost: 9 }), false)
  assert.equal(holds({ measure: 'registered', service: 'cart', atLeast: 2 }), true)
  assert.equal(holds({ measure: 'registered', service: 'cart', atLeast: 3 }), false)
  assert.equal(holds({ measure: 'registered', service: 'web', atLeast: 1 }), false)
})

// A second without an answer of its own: what is old stands in.
const away: Recording = {
  ...recording,
  requests: requests.map(([due, , operation]) => {
    const isOld = due >= 4_000 && due < 5_000
    return [due, isOld ? 30 : 10, operation, isOld ? 'stale' : 'ok'] as const
  })
}

test('an answer that is stale is a good one, and counts as what it is', () => {
  const limits: readonly Limit[] = [
    { measure: 'failed', atMost: 0 },
    { measure: 'failed share', atMost: 0 },
    { measure: 'served share', atLeast: 1 },
    { measure: 'goodput', within: fault, atLeast: 10 },
    { measure: 'recovery seconds', atMost: 0 },
    { measure: 'stale', atMost: 10 },
    { measure: 'stale', operations: ['post'], atMost: 1 },
    { measure: 'stale', within: afterFault, atMost: 0 }
  ]
  const judged = judge({ limits, load }, away)
  assert.deepEqual(
    judged.map(({ measured }) => measured),
    ['0', '0', '1', '10', '0', '10', '1', '0']
  )
  assert.ok(judged.every(({ holds }) => holds))
  const late = { ...away, requests: [...away.requests, [8_000, 10, 'get', 'stale'] as const] }
  const [one] = judge({ limits: [{ measure: 'stale', within: afterFault, atMost: 0 }], load }, late)
  assert.deepEqual([one?.what, one?.measured, one?.holds], [staleAfter, '1', false])
})

test('tells what each limit is on, and that it was measured', () => {
  const limit: Limit = { measure: 'failed', operations: ['post'], atMost: 0 }
  const [judged] = judge({ limits: [limit], load }, recording)
  assert.deepEqual(judged, {
    measure: 'failed',
    what: 'failed requests of post',
    limit: 'at most 0',
    measured: '1',
    isMeasured: true,
    holds: false
  })
})

test('what was not measured does not hold', () => {
  const limits: readonly Limit[] = [
    { measure: 'failed', atMost: 0 },
    { measure: 'failed', operations: ['delete'], atMost: 0 },
    { measure: 'failed share', atMost: 1 },
    { measure: 'slow', thanMs: 1, atMost: 9 },
    { measure: 'served share', atLeast: 0 },
    { measure: 'stale', atMost: 9 },
    { measure: 'attempts share', instance: 'a', atMost: 1 },
    { measure: 'attempts per request', atMost: 3 },
    { measure: 'recovery seconds', atMost: 1 }
  ]
  const empty = { ...recording, requests: [], attempts: [] }
  for (const judged of judge({ limits, load }, empty)) {
    assert.equal(judged.holds, false, judged.what)
    assert.deepEqual([judged.measured, judged.isMeasured], ['nothing to measure', false])
  }
})

test('figures count ends and take the latency of good answers', () => {
  const { outcomes, latency, attemptsPerRequest, failed } = figuresOf(recording)
  assert.deepEqual(outcomes, { ok: 90, lost: 10 })
  assert.deepEqual(latency, { p50: 10, p95: 10, p99: 10, max: 10 })
  assert.equal(attemptsPerRequest, 2)
  assert.equal(failed, 10)
})

test('figures name the first requests that failed, and a page by what its trace is called', () => {
  const page = [2_960, 5, 'checkout', 'status 503', 'a'.repeat(32)] as const
  const { failures } = figuresOf({ ...recording, requests: [...requests, page] })
  assert.equal(failures.length, 10)
  assert.deepEqual(failures.slice(0, 2), [
    { atSeconds: 3, operation: 'checkout', outcome: 'status 503', correlationId: 'a'.repeat(32) },
    { atSeconds: 3, operation: 'post', outcome: 'lost', correlationId: null }
  ])
})

test('figures count stale answers among the good ones', () => {
  const { outcomes, latency, failed, stale } = figuresOf(away)
  assert.deepEqual([failed, stale, outcomes], [0, 10, { ok: 90, stale: 10 }])
  assert.deepEqual([latency.p50, latency.max], [10, 30])
  assert.equal(figuresOf(recording).stale, 0)
  const [, failures] = pictureOf(away).split('\n')
  assert.equal(failures?.slice(10), '.'.repeat(60))
})

test('the picture shows failures where they were, and marks the fault', () => {
  const lines = pictureOf(recording).split('\n')
  assert.deepEqual(
    lines.map(line => line.slice(0, 8).trim()),
    ['requests', 'failed', 'a', 'b', 'fault']
  )
  const failures = (lines[1] ?? '').split('').slice(10)
  assert.deepEqual(
    failures.flatMap((mark, index) => (mark === '.' ? [] : [index])),
    [18, 19, 20, 21, 22, 23]
  )
  assert.equal(lines[4]?.slice(10).indexOf('|'), 18)
})

const load = { kind: 'pages', perSecond: 10 } as const
const fault = [
  ['fault', 0],
  ['after', 0]
] as const

const afterFault = [
  ['after', 0],
  ['end', 0]
] as const
const staleAfter = 'stale answers, after to end'

function measured(limit: Limit): string | undefined {
  return judge({ limits: [limit], load }, recording)[0]?.measured
}

function holds(limit: Limit): boolean | undefined {
  return judge({ limits: [limit], load }, recording)[0]?.holds
}
