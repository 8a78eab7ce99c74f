import assert from 'node:assert/strict'
import { test } from 'node:test'
import { querySpans, type QueryEvent } from '../../src/service/query-spans.ts'
import { createTracer, runInContext, type Span, type Tracer } from '../../src/telemetry/index.ts'

type Told = {
  readonly name: string
  readonly parent: Span
  readonly startedAt: number
  readonly tags: Record<string, unknown>
  readonly errors: string[]
  ended: number
}

/** Tells of a statement while a request is served, or of one in the background. */
function record(event: QueryEvent, request?: { readonly sampled: boolean }) {
  const tracer = createTracer({ service: 'cart', version: '1', instance: 'cart-1' })
  const spans: Told[] = []
  const spy: Tracer = {
    ...tracer,
    pastSpan(name, parent, startedAt) {
      const told: Told = { name, parent, startedAt, tags: {}, errors: [], ended: 0 }
      spans.push(told)
      return {
        ...tracer.pastSpan(name, parent, startedAt),
        tag: (key, value) => void (told.tags[key] = value),
        error: message => void told.errors.push(message),
        finish: () => void told.ended++
      }
    }
  }
  const span = tracer.serverSpan({ 'x-b3-sampled': request?.sampled ? '1' : '0' }, 'GET /carts')
  const tell = (): void => querySpans(spy)(event)
  if (request === undefined) tell()
  else runInContext({ span, correlationId: span.traceId }, tell)
  return { spans, span }
}

const select: QueryEvent = { sql: 'SELECT * from `cart` where `id` = ?', startedAt: 1_234 }

test('a statement is a span of the request that ran it, named by its verb', () => {
  const { spans, span } = record(select, { sampled: true })
  const tags = { 'sql.query': select.sql }
  assert.deepEqual(spans, [
    { name: 'sql select', parent: span, startedAt: 1_234, tags, errors: [], ended: 1 }
  ])
})

test('a statement that failed says so, and nothing of the error, which may hold values', () => {
  const error = new Error("Duplicate entry 'ada@example.org'")
  const { spans } = record({ ...select, error }, { sampled: true })
  assert.deepEqual(spans[0]?.errors, ['the statement has failed'])
  assert.doesNotMatch(JSON.stringify(spans[0]?.tags), /ada@example/)
})

test('an endless statement is cut', () => {
  const sql = `insert into cart values ${'(?), '.repeat(1_000)}`
  const { spans } = record({ sql, startedAt: 0 }, { sampled: true })
  assert.equal(spans[0]?.name, 'sql insert')
  assert.equal(spans[0]?.tags['sql.query'], sql.slice(0, 300))
})

test('background work and requests that nobody records leave no span', () => {
  assert.deepEqual(record(select).spans, [])
  assert.deepEqual(record(select, { sampled: false }).spans, [])
  const tracer = createTracer({ service: 'cart', version: '1', instance: 'cart-1' })
  assert.doesNotThrow(() =>
    runInContext({ correlationId: 'without a span' }, () => querySpans(tracer)(select))
  )
})
