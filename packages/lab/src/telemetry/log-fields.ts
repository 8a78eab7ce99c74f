/**
 * The fields of a log line that differ from line to line, as short texts: a request becomes `GET
 * /carts/7`, an error its message. What has a place of its own in every line (time, level, service,
 * message, trace) is left out.
 */
export function briefFields(
  fields: Readonly<Record<string, unknown>>
): readonly (readonly [key: string, text: string])[] {
  return Object.entries(fields)
    .filter(([key]) => !known.has(key))
    .map(([key, value]) => [key, brief(key, value)] as const)
}

/** A field as text: nothing for nothing, JSON for what is no text. */
export function fieldText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

function brief(key: string, value: unknown): string {
  const text = describe(key, value) ?? fieldText(value)
  return text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
}

function describe(key: string, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { method, path, message } = value as Readonly<Record<string, unknown>>
  if (key === 'req' && typeof method === 'string') return `${method} ${fieldText(path)}`
  return (key === 'err' || key === 'error') && typeof message === 'string' ? message : undefined
}

const known: ReadonlySet<string> = new Set([
  'time',
  'level',
  'service',
  'version',
  'instance',
  'traceId',
  'spanId',
  'msg'
])
const lengthMax = 160
