import { levelNames } from '../telemetry/log-line.ts'
import type { LogQuery } from '../telemetry/log-query.ts'

/** Where to go on: the place of a line in the order in which lines came in. */
export type LogPlace = readonly [index: string, sequence: number]

/** The body of a search for the lines that came in behind `after`, or for the latest ones. */
export function searchFor(query: LogQuery, after?: LogPlace): object {
  const filter = filtersOf(query)
  return {
    size: query.limit,
    track_total_hits: false,
    query: { bool: { filter } },
    // Both are the same order for one index, but clocks differ and batches overtake each other.
    ...(after === undefined
      ? { sort: [{ '@timestamp': 'desc' }, ...arrival('desc')] }
      : { sort: arrival('asc'), search_after: after })
  }
}

/** The body of a search for the place of the line that came in last. */
export const searchForLastPlace: object = {
  size: 1,
  track_total_hits: false,
  _source: false,
  sort: arrival('desc')
}

/** A data stream's indices are named by day and number; one shard counts what it is given. */
function arrival(order: 'asc' | 'desc'): readonly object[] {
  return [{ _index: order }, { _seq_no: order }]
}

function filtersOf({ service, instance, level, correlation }: LogQuery): readonly object[] {
  const terms: readonly (readonly [field: string, value: string | undefined])[] = [
    ['trace.id', correlation],
    ['service.name', service],
    ['service.node.name', instance]
  ]
  const given = terms.flatMap(([field, value]) =>
    value === undefined ? [] : [{ term: { [field]: value } }]
  )
  if (level === undefined) return given
  return [...given, { terms: { 'log.level': levelNames.slice(level / 10 - 1) } }]
}
