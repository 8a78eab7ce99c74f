import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRequestLogRule, type ServedRequest } from '../../src/telemetry/index.ts'

const served: ServedRequest = { status: 200, durationMs: 5, sampled: true, traceId: 'f'.repeat(32) }

test('every request is logged at a low rate, sampled or not', () => {
  const rule = createRequestLogRule({ nowMs: () => 0 })
  for (let index = 0; index < 50; index++) {
    assert.ok(rule({ ...served, sampled: index % 2 === 0 }))
  }
})

test('under load a share is logged and the rest is counted', () => {
  let skipped = 0
  const rule = createRequestLogRule({ nowMs: () => 0, onSkipped: () => void skipped++ })
  const kept = evenTraceIds(2000).filter(traceId => rule({ ...served, traceId })).length
  assert.equal(kept + skipped, 2000)
  assert.ok(kept > 50 && kept < 400, `${kept} kept`)
})

test('a steady load is held close to the limit', () => {
  let now = 0
  const rule = createRequestLogRule({ nowMs: () => now })
  const keptIn = (second: number): number => {
    now = second * 1000
    return evenTraceIds(1000).filter(traceId => rule({ ...served, traceId })).length
  }
  keptIn(0)
  assert.ok(keptIn(1) <= 60)
  assert.ok(keptIn(2) <= 60)
})

test('what a busy process logs of a click, a less busy one logs too', () => {
  const busy = createRequestLogRule({ nowMs: () => 0 })
  const calm = createRequestLogRule({ nowMs: () => 0 })
  for (const rule of [busy, calm]) for (let n = 0; n < 500; n++) rule(served)
  for (let n = 0; n < 500; n++) busy(served)
  for (const traceId of evenTraceIds(100)) {
    if (busy({ ...served, traceId })) assert.ok(calm({ ...served, traceId }))
  }
})

test('failures and slow requests are logged under load', () => {
  const rule = createRequestLogRule({ nowMs: () => 0 })
  for (let n = 0; n < 1000; n++) rule(served)
  assert.equal(rule(served), false)
  assert.ok(rule({ ...served, status: 503 }))
  assert.ok(rule({ ...served, durationMs: 501 }))
  assert.equal(rule({ ...served, status: 404 }), false)
})

test('even failures have a limit', () => {
  const rule = createRequestLogRule({ nowMs: () => 0 })
  let kept = 0
  for (let n = 0; n < 5000; n++) if (rule({ ...served, status: 503 })) kept++
  assert.equal(kept, 500)
})

test('a process that was busy and is idle logs every request again', () => {
  let now = 0
  const rule = createRequestLogRule({ nowMs: () => now })
  for (let n = 0; n < 1000; n++) rule(served)
  now = 5000
  assert.ok(rule(served))
})

function evenTraceIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    Math.floor(((index * 7919) % count) * (2 ** 32 / count))
      .toString(16)
      .padStart(32, '0')
  )
}
