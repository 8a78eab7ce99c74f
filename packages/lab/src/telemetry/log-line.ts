/** A line of a log as it came in, and what can be searched in it. */
export type LogLine = {
  /** Epoch milliseconds. */
  readonly at: number
  /** 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
  readonly level: number
  readonly service: string
  readonly instance: string
  readonly traceId?: string
  /** The line itself: one JSON object. */
  readonly text: string
}

/**
 * Reads one line of NDJSON as the services write it. Undefined for what is no JSON object or is
 * longer than 64 KB. A line without a time gets `nowMs`.
 */
export function readLogLine(text: string, nowMs: number): LogLine | undefined {
  if (text.length > lineMax) return undefined
  const given = parseObject(text)
  if (given === undefined) return undefined
  const { time, level, service, instance, traceId } = given
  return {
    at: readTime(time) ?? nowMs,
    level: readLevel(level),
    service: readName(service),
    instance: readName(instance),
    ...(typeof traceId === 'string' ? { traceId: traceId.slice(0, nameMax).toLowerCase() } : {}),
    text
  }
}

/** The number of a level that is given by name; undefined for a name that is none. */
export function levelNumber(name: string): number | undefined {
  const index = levelNames.indexOf(name)
  return index === -1 ? undefined : (index + 1) * 10
}

/** The levels from the least to the most grave. */
export const levelNames: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

function readTime(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return Number.isSafeInteger(at) && (at as number) >= 0 ? (at as number) : undefined
}

function readLevel(value: unknown): number {
  if (typeof value === 'string') return levelNumber(value) ?? 30
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 1000
    ? (value as number)
    : 30
}

function readName(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, nameMax) : ''
}

const lineMax = 65_536
const nameMax = 128
