import { parseDuration } from '../input/duration.ts'
import type { BlockingOptions, Position } from '../state/blocking-query.ts'
import { HttpError } from './http-error.ts'
import type { ApiReply } from './router.ts'

/** How a client wants to be answered. */
export type ReadOptions = Pick<BlockingOptions, 'index' | 'waitMs'> & {
  readonly consistency: 'leader' | 'stale' | 'consistent'
}

/** Reads what all questions share; throws a `HttpError` for what is wrong or cannot be done here. */
export function readOptions(query: URLSearchParams, datacenter: string): ReadOptions {
  const asked = query.get('datacenter') ?? query.get('dc') ?? datacenter
  if (asked !== '' && asked !== datacenter) throw new HttpError(500, 'No path to datacenter')
  for (const name of refused) {
    if (query.get(name)) throw new HttpError(400, `?${name} is not supported by the lab's registry`)
  }
  const [stale, consistent] = [query.has('stale'), query.has('consistent')]
  if (stale && consistent) {
    throw new HttpError(400, 'Cannot specify ?stale with ?consistent, conflicting semantics.')
  }
  const waitMs = parseDuration(query.get('wait') || '0')
  if (waitMs === undefined) throw new HttpError(400, 'Invalid wait time')
  return {
    waitMs: Math.max(0, waitMs),
    index: readIndex(query.get('index') || '0'),
    consistency: stale ? 'stale' : consistent ? 'consistent' : 'leader'
  }
}

/** JSON; indented when asked for. */
export function jsonReply(value: unknown, query: URLSearchParams): ApiReply {
  const body = query.has('pretty') ? `${JSON.stringify(value, null, 4)}\n` : JSON.stringify(value)
  return { headers: { 'content-type': 'application/json' }, body }
}

/**
 * What tells a client where it stands. The one who answers is the leader, and always in touch with
 * itself.
 */
export function positionHeaders({ index }: Position): Readonly<Record<string, string>> {
  return {
    'x-consul-index': String(Math.max(1, index)),
    'x-consul-knownleader': 'true',
    'x-consul-lastcontact': '0'
  }
}

/** What Go takes for a truth value, or undefined. */
export function readTruth(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined
}

const refused = ['filter', 'node-meta', 'ns', 'partition', 'peer', 'hash']

function readIndex(text: string): number {
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 2n ** 64n)
    throw new HttpError(400, 'Invalid index')
  return Number(text)
}
