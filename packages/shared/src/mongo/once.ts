import { randomUUID } from 'node:crypto'
import type { Collection, Db } from 'mongodb'
import { DomainError } from '../errors/index.ts'
import type { Answer, Claim, Once, Outcome } from '../idempotency/index.ts'
import { answerOf, claimId, isStoreError, storedAnswer, type Reaper } from '../store/index.ts'
import { isDuplicateKey, isLost } from './errors.ts'
import { mongoLimits } from './limits.ts'
import { repeatable } from './repeatable.ts'
import type { CollectionPlan } from './set-up.ts'

export type MongoOnceOptions<Store> = {
  readonly db: Db
  /** `origin` is the same for every run of one claim: what was made under it before was made by it. */
  readonly bind: (origin: string) => Store
  readonly clock: () => number
  /** How long a claim and its answer are kept; 24 h. */
  readonly ttlMs?: number
  /** After which a claim whose holder has not finished can be taken over; 10 s. */
  readonly leaseMs?: number
}

type ClaimRecord = {
  /** SHA-256 of scope and key, as base64url. */
  readonly _id: string
  readonly fingerprint: string
  /** Random; whoever has it may finish. */
  readonly holder: string
  readonly claimedAt: number
  readonly expiresAt: number
  /** Null while the claim is in flight; the three below are the answer. */
  readonly status: number | null
  readonly headers: string | null
  readonly body: string | null
}

type Context<Store> = Required<MongoOnceOptions<Store>> & {
  readonly claims: Collection<ClaimRecord>
}

type Taken =
  | { readonly kind: 'ours'; readonly id: string; readonly holder: string }
  | { readonly kind: 'answered'; readonly answer: Answer }

const defaultTtlMs = 24 * 60 * 60 * 1000
const defaultLeaseMs = 10_000
const reapMax = 1_000
const firstServerError = 500
const maxTimeMS = mongoLimits.commandMs

/** For every plan of a database that is used with `createMongoOnce`. */
export const claimCollection: CollectionPlan = {
  name: 'claims',
  schema: {
    bsonType: 'object',
    required: ['fingerprint', 'holder', 'claimedAt', 'expiresAt', 'status'],
    properties: {
      fingerprint: { bsonType: 'string' },
      holder: { bsonType: 'string' },
      claimedAt: { bsonType: ['int', 'long', 'double'] },
      expiresAt: { bsonType: ['int', 'long', 'double'] },
      status: { bsonType: ['int', 'null'] }
    }
  },
  indexes: [{ key: { expiresAt: 1 } }]
}

/**
 * `Once` without transactions: claim, effect and answer are three writes. Whoever dies between them is
 * followed, once the lease is over, by a repeat that runs the work again; so the work is one call of a
 * store whose effect is known by its business key, and that changes nothing when it throws. The last
 * answer to be stored is the one that everybody gets.
 */
export function createMongoOnce<Store>(
  options: MongoOnceOptions<Store>
): Pick<Once<Store>, 'run'> & Reaper {
  const claims = options.db.collection<ClaimRecord>(claimCollection.name)
  const context = { ttlMs: defaultTtlMs, leaseMs: defaultLeaseMs, ...options, claims }
  return {
    run: (claim, work, storable = () => undefined) => runOnce(context, claim, { work, storable }),
    reapExpired: limit => reapExpired(context, Math.min(limit, reapMax))
  }
}

async function runOnce<Store>(
  context: Context<Store>,
  claim: Claim,
  effect: {
    readonly work: (store: Store) => Promise<Answer>
    readonly storable: (error: unknown) => Answer | undefined
  }
): Promise<Outcome> {
  const holder = randomUUID()
  const taken = await repeatable(() => take(context, claim, holder), mongoLimits)
  if (taken.kind === 'answered') return { replayed: true, answer: taken.answer }
  let answer: Answer
  try {
    answer = await effect.work(context.bind(taken.id))
  } catch (error) {
    const stored = isStoreError(error) || isLost(error) ? undefined : effect.storable(error)
    if (stored === undefined || stored.status >= firstServerError) {
      await giveUp(context, taken)
      throw error
    }
    answer = stored
  }
  if (answer.status >= firstServerError) {
    await giveUp(context, taken)
    return { replayed: false, answer }
  }
  return repeatable(() => store(context, taken, answer), mongoLimits)
}

/** Answers from the store, or makes the claim ours. */
async function take<Store>(
  { claims, clock, ttlMs, leaseMs }: Context<Store>,
  claim: Claim,
  holder: string
): Promise<Taken> {
  const { fingerprint } = claim
  const _id = claimId(claim)
  const now = clock()
  const inFlight = { holder, claimedAt: now, status: null, headers: null, body: null }
  const fresh = { _id, fingerprint, expiresAt: now + ttlMs, ...inFlight }
  const ours: Taken = { kind: 'ours', id: _id, holder }
  try {
    await claims.insertOne(fresh, { maxTimeMS })
    return ours
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const known = await claims.findOne({ _id }, { maxTimeMS })
  // It has gone in this moment, or was given up.
  if (known === null)
    return take({ claims, clock, ttlMs, leaseMs } as Context<Store>, claim, holder)
  // A repeat of this very call, whose insert had arrived.
  if (known.holder === holder) return ours
  const isOver = known.expiresAt <= now
  if (!isOver) {
    if (known.fingerprint !== fingerprint) throw isReused()
    const answer = answerOf(known)
    if (answer !== undefined) return { kind: 'answered', answer }
    if (known.claimedAt + leaseMs > now) throw isInFlight()
  }
  const changes = isOver ? { fingerprint, expiresAt: now + ttlMs, ...inFlight } : inFlight
  const { matchedCount } = await claims.updateOne(
    { _id, holder: known.holder },
    { $set: changes },
    { maxTimeMS }
  )
  if (matchedCount === 0) throw isInFlight()
  return ours
}

async function store<Store>(
  { claims }: Context<Store>,
  { id, holder }: { readonly id: string; readonly holder: string },
  answer: Answer
): Promise<Outcome> {
  const stored = storedAnswer(answer)
  await claims.updateOne({ _id: id, holder }, { $set: stored }, { maxTimeMS })
  // Another holder may have taken the claim over: then its answer is the one that counts, or will be.
  const known = await claims.findOne({ _id: id }, { maxTimeMS })
  const last = known === null ? undefined : answerOf(known)
  return { replayed: known !== null && known.holder !== holder, answer: last ?? answer }
}

/** Lets a repeat begin at once. When the server is away, the lease does so later. */
async function giveUp<Store>(
  { claims }: Context<Store>,
  { id, holder }: { readonly id: string; readonly holder: string }
): Promise<void> {
  await claims.deleteOne({ _id: id, holder, status: null }, { maxTimeMS }).catch(() => undefined)
}

async function reapExpired<Store>(
  { claims, clock }: Context<Store>,
  limit: number
): Promise<number> {
  const now = clock()
  return repeatable(async () => {
    const expired = await claims
      .find({ expiresAt: { $lte: now } }, { projection: { _id: 1 }, maxTimeMS })
      .sort({ expiresAt: 1 })
      .limit(limit)
      .toArray()
    if (expired.length === 0) return 0
    const ids = expired.map(({ _id }) => _id)
    const filter = { _id: { $in: ids }, expiresAt: { $lte: now } }
    await claims.deleteMany(filter, { maxTimeMS })
    return expired.length
  }, mongoLimits)
}

function isReused(): DomainError {
  const message = 'the idempotency key was used for another request'
  return new DomainError('IDEMPOTENCY_KEY_REUSED', message)
}

function isInFlight(): DomainError {
  const message = 'a request with this idempotency key is being worked on'
  return new DomainError('IDEMPOTENCY_IN_FLIGHT', message, { details: { retryAfterSeconds: 1 } })
}
