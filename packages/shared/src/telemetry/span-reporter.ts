import { jsonEncoder, type JsonEncoder, type model } from 'zipkin'
import transport from 'zipkin-transport-http'
import { createSender } from './sender.ts'

/** The part of a logger that a warning needs. */
export type WarningLog = { warn(fields: Readonly<Record<string, unknown>>, message: string): void }

export type SpanReporter = {
  readonly report: (span: model.Span) => void
  /** Sends what is waiting, within the limit of a batch, and takes no more. */
  close(): Promise<void>
}

/**
 * Sends finished spans to Zipkin in batches, twice a second. A collector that is slow or gone costs
 * spans and nothing else: 5,000 wait at most, two batches are under way at most, none is sent
 * again.
 */
export function createSpanReporter(options: {
  readonly zipkinUrl: string
  readonly logger: WarningLog | undefined
}): SpanReporter {
  const sender = createSender({
    url: `${options.zipkinUrl}/api/v2/spans`,
    contentType: 'application/json',
    timeoutMs: 2000
  })
  const pending = new Set<Promise<unknown>>()
  let queued = 0
  let closed = false

  // Runs inside a timer of the library, so it must answer a promise and never throw.
  const send: Fetch = async (_url, { body }) => {
    queued = 0
    if (pending.size >= batchesMax)
      throw new Error('the collector is too slow, a batch was dropped')
    const sent = sender.post(body)
    pending.add(sent)
    try {
      return { status: await sent }
    } finally {
      pending.delete(sent)
    }
  }
  const http = new HttpLogger({
    endpoint: options.zipkinUrl,
    httpInterval: 500,
    jsonEncoder: jsonEncoder.JSON_V2,
    maxPayloadSize: 4_000_000,
    fetchImplementation: send
  })
  http.on('error', createWarning(options.logger))

  return {
    report: span => {
      if (closed || queued >= spansMax) return
      queued++
      http.logSpan(span)
    },
    close: async () => {
      if (closed) return
      closed = true
      http.processQueue(send)
      await Promise.allSettled(pending)
      await sender.close()
    }
  }
}

/**
 * One line in 30 s: the library repeats the failure with every batch, and its message holds the
 * whole batch.
 */
function createWarning(logger: WarningLog | undefined): (error: Error) => void {
  let quietUntil = -Infinity
  return error => {
    const now = performance.now()
    if (now < quietUntil) return
    quietUntil = now + 30_000
    logger?.warn({ reason: error.message.slice(0, 120) }, 'spans cannot be delivered')
  }
}

// The package's own types leave out what the guards above need.
type Fetch = (
  url: string,
  request: { readonly body: string }
) => Promise<{ readonly status: number }>
type ZipkinHttpLogger = {
  logSpan(span: model.Span): void
  processQueue(fetchImplementation: Fetch): void
  on(event: 'error', listener: (error: Error) => void): void
}
const HttpLogger = transport.HttpLogger as unknown as new (options: {
  readonly endpoint: string
  readonly httpInterval: number
  readonly jsonEncoder: JsonEncoder
  readonly maxPayloadSize: number
  readonly fetchImplementation: Fetch
}) => ZipkinHttpLogger

const spansMax = 5000
const batchesMax = 2
