import { insertMissing } from '@microzon/shared/mongo'

import { insertCategory, removeEmpty, removeUnused, setCount } from './categories.ts'
import { ownerOf, placesOf } from './places.ts'
import { limits, rootKey, type CategoryName, type ChangeRecord, type Context } from './records.ts'
import { tokensRecordOf } from './search-index.ts'

/** A change that is older has died, and no command of it is on its way: it would have met its limits. */
const changeMs = 30_000
const countMs = 30_000
/** Each may be of hundreds of products, which are all read. */
const changesMax = 10

/** Finishes or undoes changes that died, at most `limit`; returns how many. */
export async function repairDead(context: Context, limit: number): Promise<number> {
  const { collections, clock } = context
  const before = clock() - changeMs
  await removeUnused(collections, before)
  const dead = await collections.changes
    .find({ at: { $lte: before } }, limits)
    .sort({ at: 1 })
    .limit(Math.min(limit, changesMax))
    .toArray()
  return dead.length === 0 ? 0 : repairChanges(context, dead)
}

/**
 * Brings what follows from the products of these changes in line with them: their places and tokens, and
 * the numbers of their categories. Returns how many changes are done with; the others wait until nobody
 * else changes their categories.
 */
export async function repairChanges(
  context: Context,
  dead: readonly ChangeRecord[]
): Promise<number> {
  const { changes } = context.collections
  await restore(context, dead)
  const named = new Map(
    dead.flatMap(({ categories }) => categories.map(category => [category.key, category]))
  )
  const ids = dead.map(({ _id }) => _id)
  const open = new Set<string>()
  for (const category of named.values()) {
    const isCounted = await recount(context, category, ids)
    if (!isCounted) open.add(category.key)
  }
  await removeEmpty(context.collections, [...named.keys()])
  const done = dead.filter(({ categories }) => !categories.some(({ key }) => open.has(key)))
  if (done.length > 0) {
    await changes.deleteMany({ _id: { $in: done.map(({ _id }) => _id) } }, limits)
  }
  return done.length
}

/** Places and tokens of these products: those of their present states, and no others. */
async function restore({ collections }: Context, dead: readonly ChangeRecord[]): Promise<void> {
  const { products, places, tokens } = collections
  const seqs = [...new Set(dead.flatMap(change => change.products))]
  const found = await products.find({ _id: { $in: seqs } }, limits).toArray()
  const derivedOf = new Map(found.map(({ _id, derived }) => [_id, derived]))
  const isGone = (id: string): boolean => {
    const { seq, derived } = ownerOf(id)
    return derivedOf.get(seq) !== derived
  }
  const records = found.map(({ _id, derived, doc }) => tokensRecordOf(_id, derived, doc))
  const present = found.flatMap(({ _id, derived, doc }) =>
    placesOf(_id, derived, doc).map(id => ({ _id: id }))
  )
  if (present.length > 0) {
    await insertMissing(() => places.insertMany(present, { ordered: false, ...limits }))
    await insertMissing(() => tokens.insertMany(records, { ordered: false, ...limits }))
  }
  const oldPlaces = dead.flatMap(change => change.places).filter(isGone)
  const oldTokens = dead.flatMap(change => change.tokens).filter(isGone)
  await places.deleteMany({ _id: { $in: oldPlaces } }, limits)
  await tokens.deleteMany({ _id: { $in: oldTokens } }, limits)
}

/**
 * Counts a category anew. The number is good when no change has begun or ended meanwhile: one that goes on
 * has its record, one that has ended has changed the stamp.
 */
async function recount(
  context: Context,
  category: CategoryName,
  dead: readonly string[]
): Promise<boolean> {
  const { collections, createId } = context
  const { categories, changes } = collections
  const { key } = category
  await insertCategory(context, category)
  const before = await categories.findOne({ _id: key }, limits)
  const products = await countProducts(context, key)
  const filter = { 'categories.key': key, _id: { $nin: [...dead] } }
  if ((await changes.countDocuments(filter, { limit: 1, ...limits })) > 0) return false
  if (before === null) return false
  return setCount(collections, before, { products, stamp: createId(), changes: dead })
}

async function countProducts({ collections }: Context, key: string): Promise<number> {
  const { products, places } = collections
  const options = { maxTimeMS: countMs }
  return key === rootKey
    ? products.countDocuments({}, options)
    : places.countDocuments({ _id: { $gt: `${key}|n|`, $lt: `${key}|n}` } }, options)
}
