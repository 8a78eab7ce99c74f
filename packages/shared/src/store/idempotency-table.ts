import { createHash, randomUUID } from 'node:crypto'

import { sql, type Transaction } from 'kysely'
import type { Migration } from 'kysely/migration'

import type { Answer, Claim } from '../idempotency/index.ts'
import { excluded } from './upsert.ts'

export type IdempotencySchema = {
  readonly idempotency: IdempotencyRow
}

type IdempotencyRow = {
  /** SHA-256 of scope and key, as base64url. */
  readonly id: string
  readonly fingerprint: string
  /** Random; tells whose insert it was. */
  readonly holder: string
  readonly claimed_at: number
  readonly expires_at: number
  /** Null while the claim is in flight; the three below are the answer. */
  readonly status: number | null
  readonly headers: string | null
  /** JSON; null for an answer without a body. */
  readonly body: string | null
}

/** The claim's row, locked until the transaction ends. */
type LockedClaim = {
  readonly row: IdempotencyRow
  /** No request had claimed it, or one that is forgotten by now. */
  readonly isNew: boolean
}

type StoredAnswer = Pick<IdempotencyRow, 'status' | 'headers' | 'body'>
type Times = { readonly now: number; readonly ttlMs: number }

const bodyBytesMax = 1024 * 1024

/** Makes the table; for every service's migrations. */
export const idempotencyMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('idempotency')
      .ifNotExists()
      .addColumn('id', 'varchar(43)', column => column.primaryKey())
      .addColumn('fingerprint', 'varchar(64)', column => column.notNull())
      .addColumn('holder', 'varchar(36)', column => column.notNull())
      .addColumn('claimed_at', 'bigint', column => column.notNull())
      .addColumn('expires_at', 'bigint', column => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('headers', 'text')
      .addColumn('body', sql`mediumtext`)
      // An index for the reaper; as a constraint it is part of the one statement, on both dialects.
      .addUniqueConstraint('idempotency_expires_at', ['expires_at', 'id'])
      .execute()
  }
}

/** Inserts the claim or finds it. The insert comes first: on MySQL two that look first would deadlock. */
export async function lockClaim(
  transaction: Transaction<IdempotencySchema>,
  claim: Claim,
  times: Times
): Promise<LockedClaim> {
  const fresh = freshRow(claim, times)
  await transaction
    .insertInto('idempotency')
    .values(fresh)
    // Changes nothing, but waits for and takes the row's lock.
    .onDuplicateKeyUpdate({ id: excluded<string>('id') })
    .execute()
  const row = await transaction
    .selectFrom('idempotency')
    .selectAll()
    .where('id', '=', fresh.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (row.holder === fresh.holder) {
    return { row, isNew: true }
  }
  if (row.expires_at > times.now) {
    return { row, isNew: false }
  }
  await update(transaction, fresh.id, fresh)
  return { row: fresh, isNew: true }
}

/** Lets another holder go on with a claim in flight. */
export async function renewClaim(
  transaction: Transaction<IdempotencySchema>,
  row: IdempotencyRow,
  now: number
): Promise<void> {
  await update(transaction, row.id, { claimed_at: now, holder: randomUUID() })
}

/** Stores the answer and returns it as every repeat will read it. Throws a `RangeError` above 1 MiB. */
export async function storeAnswer(
  transaction: Transaction<IdempotencySchema>,
  row: IdempotencyRow,
  answer: Answer
): Promise<Answer> {
  const stored = storedAnswer(answer)
  await update(transaction, row.id, stored)
  return answerOf(stored) ?? answer
}

/** An answer as it is kept. Throws a `RangeError` above 1 MiB. */
export function storedAnswer(answer: Answer): StoredAnswer {
  const body = JSON.stringify(answer.body) ?? null
  if (Buffer.byteLength(body ?? '') > bodyBytesMax) {
    throw new RangeError(`an answer to be repeated must not exceed ${bodyBytesMax} bytes`)
  }
  const headers = answer.headers === undefined ? null : JSON.stringify(answer.headers)
  return { status: answer.status, headers, body }
}

/** The stored answer, if there is one. */
export function answerOf(row: StoredAnswer): Answer | undefined {
  if (row.status === null) {
    return undefined
  }
  return {
    status: row.status,
    ...(row.headers === null ? {} : { headers: headersOf(row.headers) }),
    body: row.body === null ? undefined : (JSON.parse(row.body) as unknown)
  } satisfies Answer
}

export function claimId({ scope, key }: Claim): string {
  // A line break is in no key, so that no choice of scope and key looks like another.
  return createHash('sha256').update(`${key}\n${scope}`).digest('base64url')
}

function headersOf(text: string) {
  return JSON.parse(text) as Readonly<Record<string, string>>
}

function freshRow(claim: Claim, { now, ttlMs }: Times): IdempotencyRow {
  return {
    id: claimId(claim),
    fingerprint: claim.fingerprint,
    holder: randomUUID(),
    claimed_at: now,
    expires_at: now + ttlMs,
    status: null,
    headers: null,
    body: null
  }
}

async function update(
  transaction: Transaction<IdempotencySchema>,
  id: string,
  changes: Partial<IdempotencyRow>
) {
  await transaction.updateTable('idempotency').set(changes).where('id', '=', id).execute()
}
