/** What `/api/v2/traces` is asked for. */
export type TraceQuery = {
  readonly serviceName?: string
  readonly remoteServiceName?: string
  readonly spanName?: string
  /** Each must be there: an annotation or a tag of that name, with that value if one is given. */
  readonly annotations: readonly { readonly key: string; readonly value?: string }[]
  /** Microseconds. */
  readonly minDuration?: number
  readonly maxDuration?: number
  /** Epoch milliseconds: the first and the last moment at which a trace may begin. */
  readonly from: number
  readonly to: number
  /** At most 100. */
  readonly limit: number
}

export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** A parameter is wrong; the message says which. */
export class QueryError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'QueryError'
  }
}

/** Reads a search as Zipkin does; throws a `QueryError`. Without `endTs` the search ends now. */
export function readTraceQuery(parameters: QueryParameters, nowMs: number): TraceQuery {
  const minDuration = positive(parameters, 'minDuration')
  const maxDuration = positive(parameters, 'maxDuration')
  if (maxDuration !== undefined && minDuration === undefined) {
    throw new QueryError('maxDuration is only valid with minDuration')
  }
  if (maxDuration !== undefined && maxDuration < (minDuration ?? 0)) {
    throw new QueryError('maxDuration < minDuration')
  }
  const to = positive(parameters, 'endTs') ?? nowMs
  return {
    ...name('serviceName', parameters['serviceName']),
    ...name('remoteServiceName', parameters['remoteServiceName']),
    ...name('spanName', parameters['spanName']),
    annotations: readAnnotationQuery(parameterOf(parameters, 'annotationQuery') ?? ''),
    ...(minDuration === undefined ? {} : { minDuration }),
    ...(maxDuration === undefined ? {} : { maxDuration }),
    from: to - (positive(parameters, 'lookback') ?? dayMs),
    to,
    limit: Math.min(positive(parameters, 'limit') ?? 10, limitMax)
  }
}

/** The time that `/api/v2/dependencies` is asked for, epoch milliseconds; throws a `QueryError`. */
export function readDependencyQuery(parameters: QueryParameters): {
  readonly from: number
  readonly to: number
} {
  const to = positive(parameters, 'endTs')
  if (to === undefined) throw new QueryError('mandatory parameter is missing: endTs')
  return { from: to - (positive(parameters, 'lookback') ?? dayMs), to }
}

/** The name of a service, as it is stored; throws a `QueryError` without one. */
export function readServiceName(parameters: QueryParameters): string {
  const serviceName = parameterOf(parameters, 'serviceName')
  if (serviceName === undefined) throw new QueryError('mandatory parameter is missing: serviceName')
  return serviceName.toLowerCase()
}

/** The first value of a parameter; empty counts as none. */
export function parameterOf(parameters: QueryParameters, key: string): string | undefined {
  const value = parameters[key]
  return (typeof value === 'string' ? value : value?.[0]) || undefined
}

/** `error and http.status_code=500`; at most 20 parts. */
function readAnnotationQuery(text: string): TraceQuery['annotations'] {
  const parts = text
    .split(' and ')
    .map(part => part.trim())
    .filter(part => part !== '')
  if (parts.length > partsMax) throw new QueryError('annotationQuery has too many parts')
  return parts.map(part => {
    const at = part.indexOf('=')
    return at === -1 ? { key: part } : { key: part.slice(0, at), value: part.slice(at + 1) }
  })
}

/** Zipkin's own page sends `all` for no choice. */
function name<Key extends string>(
  key: Key,
  given: string | readonly string[] | undefined
): Partial<Record<Key, string>> {
  const value = parameterOf({ given }, 'given')?.toLowerCase()
  return value === undefined || value === 'all' ? {} : ({ [key]: value } as Record<Key, string>)
}

function positive(parameters: QueryParameters, key: string): number | undefined {
  const text = parameterOf(parameters, key)
  if (text === undefined) return undefined
  if (!/^-?\d{1,15}$/.test(text)) throw new QueryError(`${key} is not a whole number`)
  const value = Number(text)
  if (value <= 0) throw new QueryError(`${key} <= 0`)
  return value
}

const dayMs = 86_400_000
const limitMax = 100
const partsMax = 20
