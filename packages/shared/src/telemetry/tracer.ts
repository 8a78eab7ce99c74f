import type { IncomingHttpHeaders } from 'node:http'
import { randomSpanId, readB3, traceFraction, type SpanIdentity } from './b3.ts'
import { currentContext } from './context.ts'
import { createMicroClock } from './micro-clock.ts'
import {
  createEndpoint,
  createPassingSpan,
  createRecordedSpan,
  type Span,
  type SpanKind
} from './span.ts'
import { createSpanReporter, type SpanReporter, type WarningLog } from './span-reporter.ts'

export type Tracer = {
  /**
   * The span of a request that came in. Joins the caller's trace when its B3 headers are sound,
   * else starts one.
   */
  serverSpan(headers: IncomingHttpHeaders, name: string): Span
  /** A call to another process, under `parent` or else under the current context's span. */
  clientSpan(name: string, parent?: Span): Span
  /** Work within this process, under `parent` or else under the current context's span. */
  localSpan(name: string, parent?: Span): Span
  /** The same for work that is told after it was done; `startedAt` in epoch milliseconds. */
  pastSpan(name: string, parent: Span, startedAt: number): Span
  /** Says where this process listens, once the port is known. */
  locate(address: string, port: number): void
  /** Sends what is waiting, within 2 s, and takes no more. */
  close(): Promise<void>
}

export type TracerOptions = {
  readonly service: string
  readonly version: string
  readonly instance: string
  readonly address?: string
  readonly port?: number
  /**
   * Where Zipkin listens, such as `http://127.0.0.1:9411`. Without it ids are passed on and nothing
   * is sent.
   */
  readonly zipkinUrl?: string | undefined
  /** Told at most once in 30 s that spans cannot be delivered. */
  readonly logger?: WarningLog
  /**
   * The share of new traces that is recorded, 0 to 1; 1 by default. A caller's decision is kept.
   */
  readonly sampleRate?: number
}

/** Makes the spans of one process. Server and client sides of a call have ids of their own. */
export function createTracer(options: TracerOptions): Tracer {
  const { service, version, instance, sampleRate = 1, zipkinUrl, logger } = options
  const nowMicros = createMicroClock()
  const reporter: SpanReporter | undefined =
    zipkinUrl === undefined ? undefined : createSpanReporter({ zipkinUrl, logger })
  let localEndpoint = createEndpoint(service, options.address, options.port)

  const start = (
    identity: SpanIdentity,
    kind: SpanKind,
    { name, startedMicros }: { readonly name: string; readonly startedMicros?: number }
  ): Span => {
    if (reporter === undefined || !identity.sampled) return createPassingSpan(identity)
    const { report } = reporter
    return createRecordedSpan(identity, {
      kind,
      name,
      localEndpoint,
      nowMicros,
      startedMicros,
      report
    })
  }
  const child = (parent: Span | undefined): SpanIdentity =>
    parent === undefined ? rootIdentity(sampleRate) : childIdentity(parent)

  return {
    serverSpan: (headers, name) => {
      const span = start(serverIdentity(headers, sampleRate), 'SERVER', { name })
      span.tag('instance', instance)
      span.tag('version', version)
      return span
    },
    clientSpan: (name, parent) =>
      start(child(parent ?? currentContext()?.span), 'CLIENT', { name }),
    localSpan: (name, parent) => start(child(parent ?? currentContext()?.span), 'LOCAL', { name }),
    pastSpan: (name, parent, startedAt) =>
      start(child(parent), 'LOCAL', { name, startedMicros: Math.round(startedAt * 1000) }),
    locate: (address, port) => {
      localEndpoint = createEndpoint(service, address, port)
    },
    close: async () => reporter?.close()
  }
}

function serverIdentity(headers: IncomingHttpHeaders, sampleRate: number): SpanIdentity {
  const { traceId, spanId, sampled } = readB3(headers)
  if (traceId === undefined || spanId === undefined) return rootIdentity(sampleRate, sampled)
  return childIdentity({ traceId, spanId, sampled: sampled ?? isSampled(traceId, sampleRate) })
}

function rootIdentity(sampleRate: number, decision?: boolean): SpanIdentity {
  const spanId = randomSpanId()
  const traceId = randomSpanId() + spanId
  return { traceId, spanId, sampled: decision ?? isSampled(traceId, sampleRate) }
}

function childIdentity(parent: SpanIdentity): SpanIdentity {
  return {
    traceId: parent.traceId,
    spanId: randomSpanId(),
    parentId: parent.spanId,
    sampled: parent.sampled
  }
}

function isSampled(traceId: string, sampleRate: number): boolean {
  return traceFraction(traceId) < sampleRate
}
