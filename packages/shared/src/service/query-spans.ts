import { currentContext, type Tracer } from '../telemetry/index.ts'

/** A statement that has run, as `openDatabase` tells it. Its parameters are never among it. */
export type QueryEvent = {
  readonly sql: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly error?: unknown
}

const sqlLengthMax = 300

/** Records SQL statements as spans of the request that ran them. Background work leaves none. */
export function querySpans(tracer: Tracer): (event: QueryEvent) => void {
  return ({ sql, startedAt, error }) => {
    const parent = currentContext()?.span
    if (parent === undefined || !parent.sampled) return
    const span = tracer.pastSpan(`sql ${verbOf(sql)}`, parent, startedAt)
    span.tag('sql.query', sql.slice(0, sqlLengthMax))
    if (error !== undefined) span.error('the statement has failed')
    span.finish()
  }
}

function verbOf(sql: string): string {
  return sql.split(' ', 1)[0]?.toLowerCase() ?? ''
}
