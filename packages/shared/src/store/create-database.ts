import { sql } from 'kysely'
import { openDatabase } from './database.ts'
import type { Limits } from './limits.ts'

/**
 * Makes the database that a `mysql://` URL names, unless its server has it; needs the right to do so.
 * Throws what `openDatabase` throws, and the server's refusal.
 */
export async function createDatabase(url: string, limits: Partial<Limits> = {}): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  // A database that every user may open.
  const server = await openDatabase({ url: withPath(url, '/information_schema'), limits })
  try {
    const statement = sql`create database if not exists ${sql.id(name)} character set utf8mb4`
    await statement.execute(server.kysely)
  } finally {
    await server.close()
  }
}

function withPath(url: string, path: string): string {
  const changed = new URL(url)
  changed.pathname = path
  return changed.href
}
