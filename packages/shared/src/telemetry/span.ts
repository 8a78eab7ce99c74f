import { isIPv4 } from 'node:net'
import { model, option, TraceId } from 'zipkin'
import { writeB3, type SpanIdentity } from './b3.ts'
import { maskCards } from './masked.ts'

/**
 * One piece of work in a trace. Every method is harmless after `finish` and on a span that is not
 * sampled.
 */
export type Span = SpanIdentity & {
  /** B3 multi-headers for an outgoing call that is made under this span. */
  headers(): Record<string, string>
  /** A fact to search by. At most 64 tags of 1,000 characters. */
  tag(key: string, value: string | number): void
  /** A moment within the span. At most 64. */
  annotate(text: string): void
  /** Marks the span as failed. */
  error(message: string): void
  rename(name: string): void
  /** Who answers a client span; draws the arrow between two services. */
  remote(serviceName: string, address?: string, port?: number): void
  /** Ends the span and hands it to the collector. Counts once. */
  finish(): void
}

export type SpanKind = 'SERVER' | 'CLIENT' | 'LOCAL'

export type Recording = {
  readonly kind: SpanKind
  readonly name: string
  readonly localEndpoint: model.Endpoint
  /** Epoch microseconds. */
  readonly nowMicros: () => number
  /** For work that is told after it was done; otherwise it starts as the span is made. */
  readonly startedMicros?: number | undefined
  readonly report: (span: model.Span) => void
}

/** A span that carries its ids to the next service and is recorded nowhere. */
export function createPassingSpan(identity: SpanIdentity): Span {
  return {
    ...identity,
    headers: () => writeB3(identity),
    tag: ignore,
    annotate: ignore,
    error: ignore,
    rename: ignore,
    remote: ignore,
    finish: ignore
  }
}

/**
 * A span that is reported when it finishes. One that never does is forgotten together with its
 * request.
 */
export function createRecordedSpan(identity: SpanIdentity, recording: Recording): Span {
  const started = recording.startedMicros ?? recording.nowMicros()
  const record = startRecord(identity, recording, started)
  let tags = 0
  let finished = false
  const put = (key: string, value: string | number): void => {
    if (!finished) record.putTag(key, maskCards(String(value).slice(0, lengthMax)))
  }
  return {
    ...identity,
    headers: () => writeB3(identity),
    tag: (key, value) => {
      if (tags++ < entriesMax) put(key, value)
    },
    annotate: text => {
      if (finished || record.annotations.length >= entriesMax) return
      record.addAnnotation(recording.nowMicros(), maskCards(text.slice(0, lengthMax)))
    },
    error: message => put('error', message),
    rename: name => {
      if (!finished) record.setName(name.slice(0, lengthMax))
    },
    remote: (serviceName, address, port) => {
      if (!finished) record.setRemoteEndpoint(createEndpoint(serviceName, address, port))
    },
    finish: () => {
      if (finished) return
      finished = true
      record.setDuration(recording.nowMicros() - started)
      recording.report(record)
    }
  }
}

/** A party of a call. An address that is not IPv4 is left out: the library knows no other. */
export function createEndpoint(
  serviceName: string,
  address?: string,
  port?: number
): model.Endpoint {
  return new model.Endpoint({
    serviceName,
    ...(address !== undefined && isIPv4(address) ? { ipv4: address } : {}),
    ...(port === undefined ? {} : { port })
  })
}

function startRecord(
  identity: SpanIdentity,
  { kind, name, localEndpoint }: Recording,
  started: number
): model.Span {
  const { Some, None } = option
  const record = new model.Span(
    new TraceId({
      traceId: identity.traceId,
      spanId: identity.spanId,
      parentId: identity.parentId === undefined ? None : new Some(identity.parentId),
      sampled: new Some(true)
    })
  )
  record.setName(name.slice(0, lengthMax))
  if (kind !== 'LOCAL') record.setKind(kind)
  record.setTimestamp(started)
  record.setLocalEndpoint(localEndpoint)
  return record
}

function ignore(): void {
  // A span that is not recorded takes everything and keeps nothing.
}

const entriesMax = 64
const lengthMax = 1000
