import { DomainError } from '@microzon/shared/errors'
import { insertMissing, isDuplicateKey } from '@microzon/shared/mongo'
import { categoryIdOf, levelsOf } from '../../domain/category.ts'
import {
  limits,
  rootKey,
  type CategoryName,
  type CategoryRecord,
  type Collections,
  type Context
} from './records.ts'

/** By their keys. */
export type Categories = ReadonlyMap<string, CategoryName>

const categoriesMax = 5_000
const recountedMax = 20

/** The categories along all these paths, made where they are missing. Throws `CATEGORY_LIMIT`. */
export async function ensureCategories(
  { collections, clock }: Pick<Context, 'collections' | 'clock'>,
  paths: readonly string[]
): Promise<Categories> {
  const levels = new Map(paths.flatMap(levelsOf).map(({ key, name }) => [key, name]))
  const wanted = new Map([[rootKey, ''], ...levels])
  const known = await findCategories(collections, [...wanted.keys()])
  const missing = [...wanted].filter(([key]) => !known.has(key))
  if (missing.length === 0) return known
  const made = missing.map(([key, name]) => ({ key, id: categoryIdOf(key, () => false), name }))
  await insertMissing(() =>
    collections.categories.insertMany(
      made.map(category => emptyCategory(category, clock())),
      {
        ordered: false,
        ...limits
      }
    )
  )
  await assertRoom(collections, made)
  const found = new Map([...known, ...(await findCategories(collections, missing.map(keyOf)))])
  // An id that belongs to another category.
  for (const category of made) {
    if (!found.has(category.key))
      found.set(category.key, await insertHashed(collections, category, clock()))
  }
  return found
}

export async function findCategories(
  { categories }: Collections,
  keys: readonly string[]
): Promise<Categories> {
  const found = await categories
    .find({ _id: { $in: [...keys] } }, { projection: { id: 1, name: 1 }, ...limits })
    .toArray()
  return new Map(found.map(({ _id, id, name }) => [_id, { key: _id, id, name }]))
}

/**
 * Adds to the numbers of products. False when not all could be: one was counted anew after this change had
 * begun, so that it must not be added, or was empty and has been removed.
 */
export async function addToCounts(
  { categories }: Collections,
  change: string,
  counts: ReadonlyMap<string, number>
): Promise<boolean> {
  const updates = [...counts].map(([key, by]) => ({
    updateOne: {
      filter: { _id: key, recounted: { $ne: change } },
      update: { $inc: { products: by }, $set: { stamp: change } }
    }
  }))
  if (updates.length === 0) return true
  const { matchedCount } = await categories.bulkWrite(updates, { ordered: false, ...limits })
  return matchedCount === updates.length
}

/** Makes a category that was removed while a change needed it. */
export async function insertCategory(
  { collections: { categories }, clock }: Pick<Context, 'collections' | 'clock'>,
  category: CategoryName
): Promise<void> {
  await insertMissing(() =>
    categories.insertMany([emptyCategory(category, clock())], { ordered: false, ...limits })
  )
}

/** Removes those of these categories that have no product; a change on its way makes its own again. */
export async function removeEmpty(
  { categories }: Collections,
  keys: readonly string[]
): Promise<void> {
  const some = keys.filter(key => key !== rootKey)
  if (some.length > 0) await categories.deleteMany({ _id: { $in: some }, products: 0 }, limits)
}

/** Removes what was made before a time for products that have not come to be. */
export async function removeUnused({ categories }: Collections, before: number): Promise<void> {
  const unused = { products: 0, madeAt: { $lt: before }, _id: { $ne: rootKey } }
  await categories.deleteMany(unused, limits)
}

/**
 * Sets the number of products to what was counted, unless it has changed since `stamp` was read. From then
 * on the changes are known as counted.
 */
export async function setCount(
  { categories }: Collections,
  { _id, stamp }: Pick<CategoryRecord, '_id' | 'stamp'>,
  counted: {
    readonly products: number
    readonly stamp: string
    readonly changes: readonly string[]
  }
): Promise<boolean> {
  const { matchedCount } = await categories.updateOne(
    { _id, stamp },
    {
      $set: { products: counted.products, stamp: counted.stamp },
      $push: { recounted: { $each: [...counted.changes], $slice: -recountedMax } }
    },
    limits
  )
  return matchedCount > 0
}

async function insertHashed(
  { categories }: Collections,
  category: CategoryName,
  now: number
): Promise<CategoryName> {
  const id = categoryIdOf(category.key, () => true)
  try {
    await categories.insertOne(emptyCategory({ ...category, id }, now), limits)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  return { ...category, id }
}

/** After they were made: of several that make the last ones at once, none is above the limit for good. */
async function assertRoom({ categories }: Collections, made: readonly CategoryName[]) {
  const count = await categories.countDocuments({ _id: { $ne: rootKey } }, limits)
  if (count <= categoriesMax) return
  await categories.deleteMany({ _id: { $in: made.map(({ key }) => key) }, products: 0 }, limits)
  throw new DomainError('CATEGORY_LIMIT', `there can be ${categoriesMax} categories at most`)
}

function emptyCategory({ key, id, name }: CategoryName, madeAt: number): CategoryRecord {
  return { _id: key, id, name, products: 0, madeAt, stamp: '', recounted: [] }
}

function keyOf([key]: readonly [string, string]): string {
  return key
}
