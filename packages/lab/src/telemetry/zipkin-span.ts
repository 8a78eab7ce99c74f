/** A span in Zipkin's v2 JSON, checked and in the spelling that Zipkin itself answers with. */
export type ZipkinSpan = {
  /** 16 or 32 hex digits in lower case. */
  readonly traceId: string
  readonly parentId?: string
  /** 16 hex digits. */
  readonly id: string
  readonly kind?: SpanKind
  readonly name?: string
  /** Epoch microseconds. */
  readonly timestamp?: number
  /** Microseconds. */
  readonly duration?: number
  readonly localEndpoint?: Endpoint
  readonly remoteEndpoint?: Endpoint
  readonly annotations?: readonly Annotation[]
  readonly tags?: Readonly<Record<string, string>>
  readonly debug?: true
  readonly shared?: true
}

export type SpanKind = 'CLIENT' | 'SERVER' | 'PRODUCER' | 'CONSUMER'
export type Endpoint = {
  readonly serviceName?: string
  readonly ipv4?: string
  readonly ipv6?: string
  readonly port?: number
}
export type Annotation = { readonly timestamp: number; readonly value: string }

/** What was sent is no list of spans. The message says where it is wrong. */
export class SpanFormatError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SpanFormatError'
  }
}

/**
 * Reads a parsed v2 list as Zipkin does: unknown fields are dropped, names are lowered, ids are
 * padded. Throws a `SpanFormatError` for the whole list if one span is wrong.
 */
export function readSpans(value: unknown): readonly ZipkinSpan[] {
  if (!Array.isArray(value)) throw new SpanFormatError('expected a list of spans')
  return value.map(readSpan)
}

/**
 * The one spelling of a trace id: lower hex, 16 or 32 digits, without 16 leading zeros. Throws a
 * `SpanFormatError` for anything else but shorter ids, which are padded.
 */
export function normalizeTraceId(text: string): string {
  if (text.length > 32) throw new SpanFormatError('a trace id has at most 32 digits')
  if (!lowerHex.test(text)) {
    throw new SpanFormatError(`${JSON.stringify(text)} should be lower-hex encoded with no prefix`)
  }
  if (zeros.test(text)) throw new SpanFormatError('a trace id is not all zeros')
  const padded = text.padStart(text.length <= 16 ? 16 : 32, '0')
  return padded.startsWith(sixteenZeros) && padded.length === 32 ? padded.slice(16) : padded
}

function readSpan(value: unknown): ZipkinSpan {
  const given = readRecord(value, 'a span')
  const id = readId(given['id'], 'id')
  const parentId = given['parentId'] == null ? undefined : readId(given['parentId'], 'parentId')
  return withoutUndefined({
    traceId: normalizeTraceId(readText(given['traceId'], 'traceId')),
    parentId: parentId === id || parentId === sixteenZeros ? undefined : parentId,
    id,
    kind: readKind(given['kind']),
    name: readName(given['name']),
    timestamp: readMicros(given['timestamp'], 'timestamp'),
    duration: readMicros(given['duration'], 'duration'),
    localEndpoint: readEndpoint(given['localEndpoint']),
    remoteEndpoint: readEndpoint(given['remoteEndpoint']),
    annotations: readAnnotations(given['annotations']),
    tags: readTags(given['tags']),
    debug: given['debug'] === true ? true : undefined,
    shared: given['shared'] === true ? true : undefined
  })
}

function readId(value: unknown, field: string): string {
  const text = readText(value, field)
  if (text.length > 16) throw new SpanFormatError(`${field} has more than 16 digits`)
  if (!lowerHex.test(text)) {
    throw new SpanFormatError(`${JSON.stringify(text)} should be lower-hex encoded with no prefix`)
  }
  return text.padStart(16, '0')
}

function readKind(value: unknown): SpanKind | undefined {
  if (value == null) return undefined
  const kind = kinds.find(known => known === value)
  if (kind === undefined) throw new SpanFormatError('kind is not a kind of span')
  return kind
}

function readName(value: unknown): string | undefined {
  if (value == null) return undefined
  return readText(value, 'name').slice(0, nameMax).toLowerCase() || undefined
}

function readMicros(value: unknown, field: string): number | undefined {
  if (value == null) return undefined
  const micros = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  if (!Number.isSafeInteger(micros)) throw new SpanFormatError(`${field} is not a whole number`)
  return (micros as number) > 0 ? (micros as number) : undefined
}

function readEndpoint(value: unknown): Endpoint | undefined {
  if (value == null) return undefined
  const { serviceName, ipv4, ipv6, port } = readRecord(value, 'an endpoint')
  if (port != null && !isPort(port)) throw new SpanFormatError('an endpoint has an invalid port')
  const endpoint: Endpoint = withoutUndefined({
    serviceName: readName(serviceName),
    ipv4: typeof ipv4 === 'string' ? ipv4.slice(0, addressMax) || undefined : undefined,
    ipv6: typeof ipv6 === 'string' ? ipv6.slice(0, addressMax) || undefined : undefined,
    port: isPort(port) && port > 0 ? port : undefined
  })
  return Object.keys(endpoint).length === 0 ? undefined : endpoint
}

function readAnnotations(value: unknown): readonly Annotation[] | undefined {
  if (value == null) return undefined
  if (!Array.isArray(value)) throw new SpanFormatError('annotations are not a list')
  const annotations = value.map(item => {
    const given = readRecord(item, 'an annotation')
    const timestamp = readMicros(given['timestamp'], 'the time of an annotation')
    if (timestamp === undefined) throw new SpanFormatError('an annotation has no time')
    return { timestamp, value: readText(given['value'], 'the value of an annotation') }
  })
  return annotations.length === 0
    ? undefined
    : annotations.toSorted((a, b) => a.timestamp - b.timestamp)
}

function readTags(value: unknown): Readonly<Record<string, string>> | undefined {
  if (value == null) return undefined
  const entries = Object.entries(readRecord(value, 'tags'))
  if (entries.length === 0) return undefined
  return Object.fromEntries(entries.map(([key, text]) => [key, readText(text, `tag ${key}`)]))
}

/** Zipkin takes a number where it wants a text. */
function readText(value: unknown, field: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new SpanFormatError(`${field.slice(0, 100)} is missing or not a text`)
}

function readRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SpanFormatError(`${what} is not an object`)
  }
  return value as Readonly<Record<string, unknown>>
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535
}

type Defined<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }

/** Leaves fields out instead of setting them to undefined, and keeps their order. */
function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  for (const key of Object.keys(fields) as (keyof Fields)[]) {
    if (fields[key] === undefined) delete fields[key]
  }
  return fields as Defined<Fields>
}

const kinds: readonly SpanKind[] = ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER']
const sixteenZeros = '0'.repeat(16)
const lowerHex = /^[0-9a-f]+$/
const zeros = /^0+$/
const nameMax = 512
const addressMax = 45
