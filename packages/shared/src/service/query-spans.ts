import { currentContext, type Tracer } from '../telemetry/index.ts'

/** A statement that has run, as `openDatabase` tells it. Its parameters are never among it. */
export type QueryEvent = {
  readonly sql: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly error?: unknown
}

const textLengthMax = 300

/** Records SQL statements as spans of the request that ran them. Background work leaves none. */
export function querySpans(tracer: Tracer): (event: QueryEvent) => void {
  return ({ sql, startedAt, error }) => {
    const parent = currentContext()?.span
    if (parent === undefined || !parent.sampled) return
    const span = tracer.pastSpan(`sql ${verbOf(sql)}`, parent, startedAt)
    span.tag('sql.query', sql.slice(0, textLengthMax))
    if (error !== undefined) span.error('the statement has failed')
    span.finish()
  }
}

/** A command on its way to MongoDB, as `openMongo` tells it. Its values are never among it. */
export type StartedCommand = {
  readonly name: string
  readonly collection: string
  readonly shape: () => string
}

/** Records MongoDB's commands as spans of the request that sent them. Background work leaves none. */
export function commandSpans(
  tracer: Tracer,
  clock: () => number
): (command: StartedCommand) => ((failed: boolean) => void) | undefined {
  return ({ name, collection, shape }) => {
    const parent = currentContext()?.span
    if (parent === undefined || !parent.sampled) return undefined
    const startedAt = clock()
    return failed => {
      const span = tracer.pastSpan(`mongodb ${name}`, parent, startedAt)
      span.tag('mongodb.collection', collection)
      span.tag('mongodb.query', shape().slice(0, textLengthMax))
      if (failed) span.error('the command has failed')
      span.finish()
    }
  }
}

function verbOf(sql: string): string {
  return sql.split(' ', 1)[0]?.toLowerCase() ?? ''
}
