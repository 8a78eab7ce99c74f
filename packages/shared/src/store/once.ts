import { sql, type Transaction } from 'kysely'

import { DomainError } from '../errors/index.ts'
import type { Answer, Begun, Claim, Once, Outcome } from '../idempotency/index.ts'
import type { Database } from './database.ts'
import { isRetryable, isStoreError } from './errors.ts'
import {
  answerOf,
  claimId,
  lockClaim,
  renewClaim,
  storeAnswer,
  type IdempotencySchema
} from './idempotency-table.ts'

export type OnceOptions<Schema extends IdempotencySchema, Store> = {
  readonly database: Database<Schema>
  readonly bind: (transaction: Transaction<Schema>) => Store
  readonly clock: () => number
  /** How long a claim and its answer are kept; 24 h. */
  readonly ttlMs?: number
  /** After which a claim that was begun and not finished can be taken over; 30 s. */
  readonly leaseMs?: number
}

export type Reaper = {
  /** Forgets expired claims, at most `limit` of them, itself at most 1000. Returns how many. */
  reapExpired(limit: number): Promise<number>
}

type Context<Schema extends IdempotencySchema, Store> = Required<OnceOptions<Schema, Store>>
type Times = Pick<Context<IdempotencySchema, unknown>, 'clock' | 'ttlMs' | 'leaseMs'>
type Storable = (error: unknown) => Answer | undefined

/** Rolls the transaction back and carries out an answer that is not to be kept. */
class UnstoredAnswer extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`an answer with status ${answer.status} is not stored`)
    this.answer = answer
  }
}

const defaultTtlMs = 24 * 60 * 60 * 1000
const defaultLeaseMs = 30_000
const reapMax = 1_000
const firstServerError = 500

/** `Once` on a table that `idempotencyMigration` makes: the effects and the claim are in one database. */
export function createOnce<Schema extends IdempotencySchema, Store>(
  options: OnceOptions<Schema, Store>
): Once<Store> & Reaper {
  const context = { ttlMs: defaultTtlMs, leaseMs: defaultLeaseMs, ...options }
  return {
    run: (claim, work, storable = () => undefined) =>
      unlessUnstored(() => runOnce(context, claim, { work, storable })),
    begin: (claim, work) => begin(context, claim, work),
    finish: (claim, answer, work) => finish(context, claim, { answer, work }),
    abandon: claim => abandon(context, claim),
    reapExpired: limit => reapExpired(context, Math.min(limit, reapMax))
  }
}

async function runOnce<Schema extends IdempotencySchema, Store>(
  context: Context<Schema, Store>,
  claim: Claim,
  effect: {
    readonly work: (store: Store) => Promise<Answer>
    readonly storable: Storable
  }
): Promise<Outcome> {
  return context.database.transaction(async transaction => {
    const table = idempotencyIn(transaction)
    const { row, answer } = await take(context, table, claim)
    if (answer !== undefined) {
      return { replayed: true, answer }
    }
    const work = () => effect.work(context.bind(transaction))
    const made = await attempt(table, work, effect.storable)
    return { replayed: false, answer: await storeAnswer(table, row, made) }
  })
}

async function begin<Schema extends IdempotencySchema, Store>(
  context: Context<Schema, Store>,
  claim: Claim,
  work: (store: Store) => Promise<void>
): Promise<Begun> {
  return context.database.transaction(async transaction => {
    const { answer, isNew } = await take(context, idempotencyIn(transaction), claim)
    if (answer !== undefined) {
      return { kind: 'replayed', answer }
    }
    if (isNew) {
      await work(context.bind(transaction))
    }
    return { kind: 'begun', resumed: !isNew }
  })
}

async function finish<Schema extends IdempotencySchema, Store>(
  context: Context<Schema, Store>,
  claim: Claim,
  step: {
    readonly answer: Answer
    readonly work: ((store: Store) => Promise<void>) | undefined
  }
): Promise<Outcome> {
  if (step.answer.status >= firstServerError) {
    throw new UnstoredAnswer(step.answer)
  }
  return context.database.transaction(async transaction => {
    const table = idempotencyIn(transaction)
    const { row } = await lock(context, table, claim)
    const earlier = answerOf(row)
    if (earlier !== undefined) {
      return { replayed: true, answer: earlier }
    }
    await step.work?.(context.bind(transaction))
    return { replayed: false, answer: await storeAnswer(table, row, step.answer) }
  })
}

async function abandon<Schema extends IdempotencySchema, Store>(
  { database }: Context<Schema, Store>,
  claim: Claim
): Promise<void> {
  await database.transaction(transaction =>
    idempotencyIn(transaction)
      .deleteFrom('idempotency')
      .where('id', '=', claimId(claim))
      .where('fingerprint', '=', claim.fingerprint)
      .where('status', 'is', null)
      .execute()
  )
}

/** Answers from the store, or makes the claim ours. */
async function take(times: Times, table: Transaction<IdempotencySchema>, claim: Claim) {
  const { row, isNew } = await lock(times, table, claim)
  const answer = answerOf(row)
  if (answer === undefined && !isNew) {
    const now = times.clock()
    assertLeaseOver(row.claimed_at + times.leaseMs, now)
    await renewClaim(table, row, now)
  }
  return { row, answer, isNew }
}

async function lock(times: Times, table: Transaction<IdempotencySchema>, claim: Claim) {
  const locked = await lockClaim(table, claim, { now: times.clock(), ttlMs: times.ttlMs })
  if (locked.row.fingerprint !== claim.fingerprint) {
    throw new DomainError(
      'IDEMPOTENCY_KEY_REUSED',
      'the idempotency key was used for another request'
    )
  }
  return locked
}

function assertLeaseOver(endsAt: number, now: number) {
  if (endsAt > now) {
    throw new DomainError(
      'IDEMPOTENCY_IN_FLIGHT',
      'a request with this idempotency key is being worked on',
      { details: { retryAfterSeconds: 1 } }
    )
  }
}

/** Runs the work; when it throws what is an answer all the same, only its effects are rolled back. */
async function attempt(
  transaction: Transaction<IdempotencySchema>,
  work: () => Promise<Answer>,
  storable: Storable
): Promise<Answer> {
  await sql`savepoint idempotent_work`.execute(transaction)
  let answer: Answer
  try {
    answer = await work()
  } catch (error) {
    const stored = isOfTheStore(error) ? undefined : storable(error)
    if (stored === undefined || stored.status >= firstServerError) {
      throw error
    }
    await sql`rollback to savepoint idempotent_work`.execute(transaction)
    return stored
  }
  if (answer.status >= firstServerError) {
    throw new UnstoredAnswer(answer)
  }
  return answer
}

/** Such an error may have ended the whole transaction: it is repeated or fails, and is nobody's answer. */
function isOfTheStore(error: unknown) {
  return isRetryable(error) || isStoreError(error)
}

async function unlessUnstored(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof UnstoredAnswer) {
      return { replayed: false, answer: error.answer }
    }
    throw error
  }
}

async function reapExpired<Schema extends IdempotencySchema, Store>(
  { database, clock }: Context<Schema, Store>,
  limit: number
): Promise<number> {
  return database.transaction(async transaction => {
    const table = idempotencyIn(transaction)
    const expired = await table
      .selectFrom('idempotency')
      .select('id')
      .where('expires_at', '<=', clock())
      .orderBy('expires_at')
      .limit(limit)
      .forUpdate()
      .execute()
    const ids = expired.map(row => row.id)
    if (ids.length > 0) {
      await table.deleteFrom('idempotency').where('id', 'in', ids).execute()
    }
    return ids.length
  })
}

/** The schema is one that has the table; Kysely's types cannot follow that. */
function idempotencyIn<Schema extends IdempotencySchema>(
  transaction: Transaction<Schema>
): Transaction<IdempotencySchema> {
  return transaction as unknown as Transaction<IdempotencySchema>
}
