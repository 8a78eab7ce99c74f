import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { LogLine } from '../log-line.ts'
import type { LogQuery } from '../log-query.ts'
import { inTransaction } from './database.ts'

export type LogStore = {
  /** Keeps lines in one transaction; when there is too much, the lines that came first go. */
  add(lines: readonly LogLine[]): void
  search(query: LogQuery): LogPage
  /** The services and instances that have written; for a form to choose from. */
  writers(): readonly { readonly service: string; readonly instance: string }[]
  bytes(): number
}

export type LogPage = {
  /** JSON texts, by their time; behind a cursor in the order in which they came in. */
  readonly lines: readonly string[]
  /** Where to go on. */
  readonly cursor: number
}

/** Keeps 50 MB of lines unless told otherwise. */
export function createLogStore(
  database: DatabaseSync,
  { bytesMax = 50_000_000 }: { readonly bytesMax?: number } = {}
): LogStore {
  const insert = database.prepare(
    `insert into log (at, level, service, instance, trace_id, line) values (?, ?, ?, ?, ?, ?)`
  )
  const evict = createEviction(database)
  const lastId = database.prepare(`select coalesce(max(id), 0) as id from log`)
  const writers = database.prepare(
    `select service, instance, sum(octet_length(line)) as bytes from log group by 1, 2`
  )
  const known = new Map<string, { readonly service: string; readonly instance: string }>()
  let bytes = 0
  for (const row of writers.all()) {
    bytes += Number(row['bytes'])
    remember(known, { service: String(row['service']), instance: String(row['instance']) })
  }
  return {
    add: lines => {
      bytes += inTransaction(database, () => {
        let added = 0
        for (const { at, level, service, instance, traceId, text } of lines) {
          insert.run(at, level, service, instance, traceId ?? null, text)
          added += Buffer.byteLength(text)
        }
        return added - evict(bytes + added - bytesMax)
      })
      for (const line of lines) remember(known, line)
    },
    search: query => {
      // Read before the lines: what comes in between is found by the next search.
      const last = Number(lastId.get()?.['id'])
      return searchLogs(database, query, last)
    },
    writers: () => [...known.values()],
    bytes: () => bytes
  }
}

/** Forgets the lines that came first until `excess` is gone; answers how much went. */
function createEviction(database: DatabaseSync): (excess: number) => number {
  const oldest = database.prepare(
    `select id, octet_length(line) as bytes from log order by id limit 500`
  )
  const deleteUpTo = database.prepare(`delete from log where id <= ?`)
  return excess => {
    let gone = 0
    while (gone < excess) {
      const rows = oldest.all()
      if (rows.length === 0) break
      let last = 0
      for (const { id, bytes } of rows) {
        last = Number(id)
        gone += Number(bytes)
        if (gone >= excess) break
      }
      deleteUpTo.run(last)
    }
    return gone
  }
}

function searchLogs(database: DatabaseSync, query: LogQuery, last: number): LogPage {
  const { sql, values } = whereOf(query)
  const order = query.cursor === undefined ? 'desc' : 'asc'
  const rows = database
    .prepare(`select id, at, line from log where ${sql} order by id ${order} limit ?`)
    .all(...values, query.limit)
  const found =
    query.cursor === undefined
      ? rows.toReversed().toSorted((a, b) => Number(a['at']) - Number(b['at']))
      : rows
  const isCut = query.cursor !== undefined && rows.length === query.limit
  return {
    lines: found.map(row => String(row['line'])),
    // A page that is full goes on behind its last line, any other behind all that was looked at.
    cursor: isCut ? Number(rows.at(-1)?.['id'] ?? last) : last
  }
}

function whereOf(query: LogQuery): {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
} {
  const { service, instance, level, correlation, text, since, cursor } = query
  const parts: readonly (readonly [string, SQLInputValue | undefined])[] = [
    ['trace_id = ?', correlation],
    ['id > ?', cursor],
    ['service = ?', service],
    ['instance = ?', instance],
    ['level >= ?', level],
    ['at >= ?', since],
    [`line like ? escape '\\'`, text === undefined ? undefined : likePattern(text)]
  ]
  const given = parts.filter(
    (part): part is readonly [string, SQLInputValue] => part[1] !== undefined
  )
  return {
    sql: given.length === 0 ? 'true' : given.map(([sql]) => sql).join(' and '),
    values: given.map(([, value]) => value)
  }
}

function likePattern(text: string): string {
  // As it stands in the JSON text, where a quotation mark is escaped.
  const written = JSON.stringify(text).slice(1, -1)
  return `%${written.replace(/[\\%_]/g, found => `\\${found}`)}%`
}

function remember(
  known: Map<string, { readonly service: string; readonly instance: string }>,
  { service, instance }: { readonly service: string; readonly instance: string }
): void {
  const key = `${service} ${instance}`
  if (known.size < writersMax && !known.has(key)) known.set(key, { service, instance })
}

const writersMax = 500
