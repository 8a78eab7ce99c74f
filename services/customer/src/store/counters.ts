import type { Database } from '@microzon/shared/store'
import type { Transaction } from 'kysely'
import { windowMs, type Counter, type Counters } from '../domain/throttle.ts'
import type { CustomerSchema } from './schema.ts'

type Sql = Transaction<CustomerSchema>

export function createCounters(database: Database<CustomerSchema>): Counters {
  return {
    take: (counters, now) =>
      database.transaction(transaction => take(transaction, inOrder(counters), now))
  }
}

export async function forgiveCounters(
  transaction: Sql,
  { one, all }: { readonly one: readonly Counter[]; readonly all: readonly Counter[] }
): Promise<void> {
  for (const counter of inOrder([...one, ...all])) {
    const isCleared = all.includes(counter)
    await transaction
      .updateTable('counter')
      .set(({ eb, lit }) => ({ count: isCleared ? lit(0) : eb('count', '-', 1) }))
      .where('id', '=', counter.id)
      .where('count', '>', 0)
      .execute()
  }
}

/** Everybody locks in this order, so that two tries cannot wait for each other. */
function inOrder(counters: readonly Counter[]): readonly Counter[] {
  return counters.toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

async function take(
  transaction: Sql,
  counters: readonly Counter[],
  now: number
): Promise<number | undefined> {
  const rows: { readonly id: string; readonly count: number; readonly expiresAt: number }[] = []
  let waitMs: number | undefined
  for (const { id, limit } of counters) {
    const row = await lock(transaction, id, now)
    rows.push(row)
    if (row.count >= limit) waitMs = Math.max(waitMs ?? 0, row.expiresAt - now)
  }
  if (waitMs !== undefined) return waitMs
  for (const { id, count, expiresAt } of rows) {
    await transaction
      .updateTable('counter')
      .set({ count: count + 1, expires_at: expiresAt })
      .where('id', '=', id)
      .execute()
  }
  return undefined
}

/** Makes the row where there is none, so that there is something to lock. */
async function lock(
  transaction: Sql,
  id: string,
  now: number
): Promise<{ readonly id: string; readonly count: number; readonly expiresAt: number }> {
  const fresh = { id, count: 0, expires_at: now + windowMs }
  await transaction.insertInto('counter').values(fresh).onDuplicateKeyUpdate({ id }).execute()
  const row = await transaction
    .selectFrom('counter')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const isOver = row.expires_at <= now
  const { count, expires_at: expiresAt } = isOver ? fresh : row
  return { id, count, expiresAt }
}
