import { randomFillSync } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The identity of a span, as B3 carries it from process to process. */
export type SpanIdentity = {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
  readonly parentId?: string
  readonly sampled: boolean
}

/**
 * What a caller said about the trace. Ids come both or not at all; `sampled` is left open by most
 * first callers.
 */
export type B3 = {
  readonly traceId?: string
  readonly spanId?: string
  readonly sampled?: boolean
}

/**
 * Reads the B3 multi-headers. They may come from anyone: ids that are not hex, not 64 or 128 bit
 * long, zero or sent twice count as none, so that a fresh trace begins. Never throws.
 */
export function readB3(headers: IncomingHttpHeaders): B3 {
  const traceId = hexId(headers['x-b3-traceid'], traceIdPattern)
  const spanId = hexId(headers['x-b3-spanid'], spanIdPattern)
  const sampled = readSampled(headers)
  return {
    ...(traceId !== undefined && spanId !== undefined
      ? { traceId: traceId.padStart(32, '0'), spanId }
      : {}),
    ...(sampled === undefined ? {} : { sampled })
  }
}

/** The B3 multi-headers for a call that is made under this span. */
export function writeB3(span: SpanIdentity): Record<string, string> {
  const headers: Record<string, string> = {
    'x-b3-traceid': span.traceId,
    'x-b3-spanid': span.spanId,
    'x-b3-sampled': span.sampled ? '1' : '0'
  }
  if (span.parentId !== undefined) headers['x-b3-parentspanid'] = span.parentId
  return headers
}

/** 16 random hex digits that are not all zero, which B3 forbids. */
export function randomSpanId(): string {
  if (randomAt === randomBytes.length) {
    randomFillSync(randomBytes)
    randomAt = 0
  }
  const id = randomBytes.toString('hex', randomAt, randomAt + 8)
  randomAt += 8
  return zeros.test(id) ? randomSpanId() : id
}

/**
 * Where a trace lies in [0, 1): the same in every process, so that all of them choose the same
 * traces.
 */
export function traceFraction(traceId: string): number {
  const low = Number.parseInt(traceId.slice(-8), 16)
  return Number.isNaN(low) ? 0 : low / 2 ** 32
}

function hexId(value: string | readonly string[] | undefined, pattern: RegExp): string | undefined {
  if (typeof value !== 'string' || !pattern.test(value) || zeros.test(value)) return undefined
  return value.toLowerCase()
}

function readSampled(headers: IncomingHttpHeaders): boolean | undefined {
  if (headers['x-b3-flags'] === '1') return true
  const value = headers['x-b3-sampled']
  if (value === '1' || value === 'true') return true
  return value === '0' || value === 'false' ? false : undefined
}

// Random bytes are bought by the page: one system call serves 512 ids.
const randomBytes = Buffer.alloc(4096)
let randomAt = randomBytes.length

const traceIdPattern = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i
const spanIdPattern = /^[0-9a-f]{16}$/i
const zeros = /^0+$/
