import { levelNames, levelNumber } from './log-line.ts'
import { parameterOf, QueryError, type QueryParameters } from './trace-query.ts'

/** What `GET /logs` is asked for. */
export type LogQuery = {
  readonly service?: string
  readonly instance?: string
  /** The least grave level, as a number. */
  readonly level?: number
  /** The trace id. */
  readonly correlation?: string
  /** A text that the line contains, upper or lower case. */
  readonly text?: string
  /** Epoch milliseconds. */
  readonly since?: number
  /** Only lines that came in after this one: the `cursor` of an earlier answer. */
  readonly cursor?: number
  /** At most 1,000. */
  readonly limit: number
}

/** Reads a search of the logs; throws a `QueryError` that names the parameter. */
export function readLogQuery(parameters: QueryParameters): LogQuery {
  const get = (key: string): string | undefined => parameterOf(parameters, key)?.slice(0, valueMax)
  const service = get('service')
  const instance = get('instance')
  const correlation = get('correlation')
  const text = get('q')
  const since = get('since')
  const cursor = get('cursor')
  const level = get('level')
  return {
    ...(service === undefined ? {} : { service }),
    ...(instance === undefined ? {} : { instance }),
    ...(correlation === undefined ? {} : { correlation: correlationOf(correlation) }),
    ...(text === undefined ? {} : { text }),
    ...(level === undefined ? {} : { level: readLevel(level) }),
    ...(since === undefined ? {} : { since: readSince(since) }),
    ...(cursor === undefined ? {} : { cursor: readWhole('cursor', cursor) }),
    limit: Math.min(Math.max(readWhole('limit', get('limit') ?? '200'), 1), limitMax)
  }
}

/** Traces show 64-bit ids with 16 digits, log lines always have 32. */
function correlationOf(text: string): string {
  return /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase().padStart(32, '0') : text.toLowerCase()
}

function readLevel(text: string): number {
  const level = levelNumber(text)
  if (level === undefined) throw new QueryError(`level must be one of ${levelNames.join(', ')}`)
  return level
}

function readSince(text: string): number {
  const at = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(at)) throw new QueryError('since must be a time or epoch milliseconds')
  return at
}

function readWhole(key: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new QueryError(`${key} must be a whole number`)
  return Number(text)
}

const limitMax = 1000
const valueMax = 256
