import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the file that spans and logs are kept in, or a database in memory without a folder. What it
 * holds can be lost without harm: a file of another format or one that is damaged is begun anew.
 */
export function openTelemetryDatabase(folder: string | undefined): DatabaseSync {
  if (folder === undefined) return prepare(new DatabaseSync(':memory:'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'telemetry.db')
  try {
    return prepare(new DatabaseSync(file))
  } catch (error) {
    if (!isUnusable(error)) throw error
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
    return prepare(new DatabaseSync(file))
  }
}

/** Runs SQL and nothing else in one transaction; an error undoes all of it. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

function prepare(database: DatabaseSync): DatabaseSync {
  try {
    // Losing the last moments at a power cut is a fair price for not waiting for the disk.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000')
    const row = database.prepare('PRAGMA user_version').get()
    const version = Number(row?.['user_version'])
    if (version !== 0 && version !== format) throw new FormatError()
    database.exec(`${schema}; PRAGMA user_version = ${format}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

class FormatError extends Error {}

/** SQLITE_CORRUPT, SQLITE_NOTADB or a format of ours that is not this one. */
function isUnusable(error: unknown): boolean {
  if (error instanceof FormatError) return true
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' && [11, 26].includes(errcode & 0xff)
}

const format = 1

// Spans lie beside the other spans of their trace, so that reading and forgetting a trace touch few pages.
const schema = `
create table if not exists trace (
  id integer primary key,
  trace_id text not null unique,
  first_at integer,
  root_at integer,
  at integer,
  spans integer not null
);
create index if not exists trace_at on trace (at);
create table if not exists span (
  trace integer not null,
  seq integer not null,
  span_id text not null,
  parent_id text,
  kind text,
  shared integer not null,
  failed integer not null,
  service text,
  remote text,
  name text,
  duration integer,
  json text not null,
  primary key (trace, seq)
) without rowid;
create index if not exists span_names on span (service, name, remote);
create table if not exists log (
  id integer primary key,
  at integer not null,
  level integer not null,
  service text not null,
  instance text not null,
  trace_id text,
  line text not null
);
create index if not exists log_trace on log (trace_id) where trace_id is not null
`
