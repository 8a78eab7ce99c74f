import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { systemUnderTest } from './system.ts'

/** A span as Zipkin's API tells it. */
export type Span = {
  readonly id: string
  readonly parentId?: string
  readonly name: string
  readonly kind?: string
  readonly localEndpoint?: { readonly serviceName?: string }
  readonly remoteEndpoint?: { readonly serviceName?: string }
  readonly tags?: Readonly<Record<string, string>>
  readonly annotations?: readonly { readonly value: string }[]
}

const waitMs = 20_000
/** Spans come within two seconds. */
const lookAgainMs = 4_000

/**
 * The spans of a trace, once they are one tree that has what is waited for: they come in batches,
 * from every process its own. Fails with what there is.
 */
export async function traceOf(
  id: string,
  isWhole: (spans: readonly Span[]) => boolean
): Promise<readonly Span[]> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    const spans = await spansOf(id)
    if (isOneTree(spans) && isWhole(spans)) return spans
    assert.ok(Date.now() < end, `trace ${id} is not whole:\n${spans.map(lineOf).join('\n')}`)
  }
}

/**
 * The same of whichever request is the first to have what is waited for. What `act` looks at may have been
 * shown a moment before, and is then answered without asking the service that has it, so it looks again.
 */
export async function traceOfOne(
  act: () => Promise<string>,
  isWhole: (spans: readonly Span[]) => boolean
): Promise<readonly Span[]> {
  const ids: string[] = []
  for (const end = Date.now() + waitMs; Date.now() < end;) {
    ids.push(await act())
    for (const next = Date.now() + lookAgainMs; Date.now() < next; await sleep(100)) {
      const all = await Promise.all(ids.map(spansOf))
      const found = all.find(spans => isOneTree(spans) && isWhole(spans))
      if (found !== undefined) return found
    }
  }
  assert.fail(`none of these is whole: ${ids.join(', ')}`)
}

async function spansOf(id: string): Promise<readonly Span[]> {
  const url = `${systemUnderTest().tracesUrl}/api/v2/trace/${id}`
  const { statusCode, body } = await request(url, { reset: true })
  const text = await body.text()
  return statusCode === 200 ? (JSON.parse(text) as readonly Span[]) : []
}

/** The names of the services that have recorded something, sorted. */
export function servicesOf(spans: readonly Span[]): readonly string[] {
  return [...new Set(spans.map(serviceOf))].sort()
}

export function serviceOf(span: Span): string {
  return span.localEndpoint?.serviceName ?? ''
}

/**
 * Whether it is one tree: every span hangs from another, but for those that hang from the one span
 * that the front door began and may not have recorded.
 */
function isOneTree(spans: readonly Span[]): boolean {
  const ids = new Set(spans.map(({ id }) => id))
  const origins = spans.flatMap(({ parentId = 'none' }) => (ids.has(parentId) ? [] : [parentId]))
  return new Set(origins).size === 1
}

export function lineOf(span: Span): string {
  const { id, parentId = '-', name, kind = 'LOCAL', tags = {} } = span
  return `${parentId} > ${id} ${serviceOf(span)} ${kind} ${name} ${tags['error'] ?? ''}`
}
