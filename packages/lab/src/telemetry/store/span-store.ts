import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { LinkSpan } from '../dependency-links.ts'
import type { TraceQuery } from '../trace-query.ts'
import type { ZipkinSpan } from '../zipkin-span.ts'
import { inTransaction } from './database.ts'
import { searchTraces } from './trace-search.ts'

export type SpanStore = {
  /** Keeps spans in one transaction; when there are too many, the traces that came first go. */
  add(spans: readonly ZipkinSpan[]): void
  /** The spans of a trace, each as its JSON; undefined for a trace that is not known. */
  trace(traceId: string): readonly string[] | undefined
  /** Traces that match, the latest first, each as the JSON of its spans. */
  search(query: TraceQuery): readonly (readonly string[])[]
  services(): readonly string[]
  spanNames(service: string): readonly string[]
  remoteServices(service: string): readonly string[]
  /**
   * The traces that began within `from` and `to` (epoch ms), the latest first, as far as links are
   * made of them.
   */
  links(range: { readonly from: number; readonly to: number }): Iterable<readonly LinkSpan[]>
  count(): number
}

/**
 * Keeps at most `spansMax` spans in all and `spansOfTraceMax` of one trace; later ones of that
 * trace are dropped.
 */
export function createSpanStore(
  database: DatabaseSync,
  { spansMax = 100_000, spansOfTraceMax = 5000 } = {}
): SpanStore {
  const addTrace = createTraceWriter(database, spansOfTraceMax)
  const evict = createEviction(database)
  const readTrace = createTraceReader(database)
  const traceRow = database.prepare(`select id from trace where trace_id = ?`)
  const sum = database.prepare(`select coalesce(sum(spans), 0) as n from trace`).get()
  let total = Number(sum?.['n'])
  return {
    add: spans => {
      const traces = Map.groupBy(spans, span => span.traceId)
      total += inTransaction(database, () => {
        let added = 0
        for (const [traceId, ofTrace] of traces) added += addTrace(traceId, ofTrace)
        return added - evict(total + added - spansMax)
      })
    },
    trace: traceId => {
      const row = traceRow.get(traceId)
      return row === undefined ? undefined : readTrace(Number(row['id']))
    },
    search: query => searchTraces(database, query).map(readTrace),
    ...createNameReader(database),
    links: range => readLinks(database, range),
    count: () => total
  }
}

/** Answers how many spans it kept. */
function createTraceWriter(
  database: DatabaseSync,
  spansOfTraceMax: number
): (traceId: string, spans: readonly ZipkinSpan[]) => number {
  const find = database.prepare(`select id, spans from trace where trace_id = ?`)
  const insertTrace = database.prepare(
    `insert into trace (trace_id, first_at, root_at, at, spans) values (?, ?, ?, ?, ?)`
  )
  const updateTrace = database.prepare(
    `update trace set spans = ?,
       first_at = min(coalesce(first_at, ?2), coalesce(?2, first_at)),
       root_at = coalesce(root_at, ?3),
       at = coalesce(root_at, ?3, min(coalesce(first_at, ?2), coalesce(?2, first_at)))
     where id = ?4`
  )
  const insertSpan = database.prepare(
    `insert into span
       (trace, seq, span_id, parent_id, kind, shared, failed, service, remote, name, duration, json)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  )
  return (traceId, spans) => {
    const { first, root } = startOf(spans)
    const row = find.get(traceId)
    const before = row === undefined ? 0 : Number(row['spans'])
    const kept = spans.slice(0, Math.max(0, spansOfTraceMax - before))
    const id =
      row === undefined
        ? insertTrace.run(traceId, first, root, root ?? first, kept.length).lastInsertRowid
        : Number(row['id'])
    if (row !== undefined) updateTrace.run(before + kept.length, first, root, id)
    kept.forEach((span, index) => insertSpan.run(id, before + index, ...columnsOf(span)))
    return kept.length
  }
}

function columnsOf(span: ZipkinSpan): readonly SQLInputValue[] {
  return [
    span.id,
    span.parentId ?? null,
    span.kind ?? null,
    span.shared === true ? 1 : 0,
    span.tags !== undefined && 'error' in span.tags ? 1 : 0,
    span.localEndpoint?.serviceName ?? null,
    span.remoteEndpoint?.serviceName ?? null,
    span.name ?? null,
    span.duration ?? null,
    JSON.stringify(span)
  ]
}

/**
 * A trace begins when its root does; as long as that has not come in, when the first of its spans
 * does.
 */
function startOf(spans: readonly ZipkinSpan[]): {
  readonly first: number | null
  readonly root: number | null
} {
  let first: number | null = null
  let root: number | null = null
  for (const { timestamp, parentId } of spans) {
    if (timestamp === undefined) continue
    if (first === null || timestamp < first) first = timestamp
    if (parentId === undefined) root ??= timestamp
  }
  return { first, root }
}

/** Forgets the traces that came first until `excess` spans are gone; answers how many went. */
function createEviction(database: DatabaseSync): (excess: number) => number {
  // By arrival and not by the spans' own time: a clock that is wrong must not keep a trace for ever.
  const oldest = database.prepare(`select id, spans from trace order by id limit 100`)
  const deleteSpans = database.prepare(`delete from span where trace = ?`)
  const deleteTrace = database.prepare(`delete from trace where id = ?`)
  return excess => {
    let gone = 0
    while (gone < excess) {
      const rows = oldest.all()
      if (rows.length === 0) break
      for (const { id, spans } of rows) {
        deleteSpans.run(Number(id))
        deleteTrace.run(Number(id))
        gone += Number(spans)
        if (gone >= excess) break
      }
    }
    return gone
  }
}

function createTraceReader(database: DatabaseSync): (id: number) => readonly string[] {
  const select = database.prepare(`select json from span where trace = ? order by seq`)
  // A batch that was sent twice leaves the same span twice.
  return id => [...new Set(select.all(id).map(row => String(row['json'])))]
}

function createNameReader(
  database: DatabaseSync
): Pick<SpanStore, 'services' | 'spanNames' | 'remoteServices'> {
  const services = database.prepare(
    `select distinct service as name from span where service is not null order by 1 limit 1000`
  )
  const spanNames = database.prepare(
    `select distinct name from span where service = ? and name is not null order by 1 limit 1000`
  )
  const remotes = database.prepare(
    `select distinct remote as name from span where service = ? and remote is not null
     order by 1 limit 1000`
  )
  const nameOf = (row: Readonly<Record<string, unknown>>): string => String(row['name'])
  return {
    services: () => services.all().map(nameOf),
    spanNames: service => spanNames.all(service).map(nameOf),
    remoteServices: service => remotes.all(service).map(nameOf)
  }
}

function* readLinks(
  database: DatabaseSync,
  { from, to }: { readonly from: number; readonly to: number }
): Iterable<readonly LinkSpan[]> {
  const ids = database.prepare(
    `select id from trace where at between ? and ? order by at desc limit ?`
  )
  const spans = database.prepare(
    `select span_id as id, parent_id as parentId, kind, shared, failed, service, remote
     from span where trace = ? order by seq`
  )
  for (const { id } of ids.all(from * 1000, to * 1000, linkedTracesMax)) {
    yield spans.all(Number(id)) as unknown as readonly LinkSpan[]
  }
}

const linkedTracesMax = 20_000
