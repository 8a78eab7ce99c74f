import type { FastifyInstance } from 'fastify'
import type { TestContext } from 'node:test'
import { createTelemetryApp } from '../src/telemetry/app.ts'
import { openTelemetryDatabase } from '../src/telemetry/store/database.ts'
import { createLogStore, type LogStore } from '../src/telemetry/store/log-store.ts'
import { createSpanStore, type SpanStore } from '../src/telemetry/store/span-store.ts'
import type { ZipkinSpan } from '../src/telemetry/zipkin-span.ts'

export type TestTelemetry = {
  readonly app: FastifyInstance
  readonly spans: SpanStore
  readonly logs: LogStore
  /** Errors that the app counts as its own. */
  readonly errors: readonly Error[]
}

/** The telemetry app over a database in memory, at a time that stands still. */
export function createTestTelemetry(
  t: TestContext,
  options: {
    readonly spansMax?: number
    readonly spansOfTraceMax?: number
    readonly bytesMax?: number
  } = {}
): TestTelemetry {
  const database = openTelemetryDatabase(undefined)
  const spans = createSpanStore(database, options)
  const logs = createLogStore(database, options)
  const errors: Error[] = []
  const app = createTelemetryApp({
    spans,
    logs,
    nowMs: () => testNowMs,
    onError: error => void errors.push(error)
  })
  t.after(async () => {
    await app.close()
    database.close()
  })
  return { app, spans, logs, errors }
}

export const testNowMs = Date.parse('2030-05-06T07:08:09.000Z')

/** A server span that began at the test's time. */
export function createSpan(fields: Partial<ZipkinSpan> = {}): ZipkinSpan {
  return {
    traceId: 'a'.repeat(32),
    id: '1'.repeat(16),
    kind: 'SERVER',
    name: 'get /',
    timestamp: testNowMs * 1000,
    duration: 1000,
    localEndpoint: { serviceName: 'web' },
    ...fields
  }
}

/** Trace ids that differ by their number. */
export function traceIdOf(index: number): string {
  return `a${index.toString(16).padStart(31, '0')}`
}

/** A log line of NDJSON, with its end. */
export function createLine(fields: Readonly<Record<string, unknown>> = {}): string {
  const line = {
    level: 'info',
    time: '2030-05-06T07:08:09.000Z',
    service: 'cart',
    version: '0.1.0',
    instance: 'cart-1',
    msg: 'request served',
    ...fields
  }
  return `${JSON.stringify(line)}\n`
}
