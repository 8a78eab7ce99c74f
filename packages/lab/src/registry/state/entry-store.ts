import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Entry, EntryStore } from './entries.ts'

/** An entry store that has to be closed. */
export type OpenEntryStore = EntryStore & { close(): void }

/**
 * Opens the file `registry.db` of a folder; without a folder the entries end with the process. Only
 * keys and values are kept: a registration is the word of a process that lives, and that process
 * registers again when it is asked for in vain. Throws for a file that is of a later format or
 * damaged, since nobody else has what is in it.
 */
export function openEntryStore(folder: string | undefined): OpenEntryStore {
  const database = open(folder)
  const select = database.prepare('SELECT * FROM entries')
  const upsert = database.prepare(`
    INSERT INTO entries (key, value, flags, created_at, modified_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
      value = excluded.value, flags = excluded.flags, modified_at = excluded.modified_at`)
  const remove = database.prepare('DELETE FROM entries WHERE key = ?')
  return {
    load: () => select.all().map(readRow),
    save({ key, value, flags, createIndex, modifyIndex }) {
      // As text, since the flags have no sign and SQLite's integers do.
      upsert.run(key, value, String(flags), createIndex, modifyIndex)
    },
    remove(keys) {
      database.exec('BEGIN IMMEDIATE')
      try {
        for (const key of keys) remove.run(key)
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close()
  }
}

const format = 1

function open(folder: string | undefined): DatabaseSync {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'registry.db'))
  // A key that was acknowledged survives the death of the process; of the last moments before a
  // power cut, not all do.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 20')
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > format) {
    database.close()
    throw new Error(`${folder}/registry.db is of a later version of Microzon`)
  }
  database.exec(`
    CREATE TABLE IF NOT EXISTS entries (
      key TEXT PRIMARY KEY, value BLOB NOT NULL, flags TEXT NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    PRAGMA user_version = ${format}`)
  return database
}

function readRow(row: Readonly<Record<string, unknown>>): Entry {
  return {
    key: String(row['key']),
    value: Buffer.from(row['value'] as Uint8Array),
    flags: BigInt(String(row['flags'])),
    createIndex: Number(row['created_at']),
    modifyIndex: Number(row['modified_at'])
  }
}
