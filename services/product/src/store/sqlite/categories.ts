import { DomainError } from '@microzon/shared/errors'
import { sql, type Transaction } from 'kysely'
import { categoryIdOf, levelsOf } from '../../domain/category.ts'
import { rootKey, type ProductSchema } from './schema.ts'

export type CategoryRow = { readonly seq: number; readonly id: string; readonly name: string }

/** By their keys. */
export type Categories = ReadonlyMap<string, CategoryRow>

const categoriesMax = 5_000

/** The categories along all these paths, made where they are missing. Throws `CATEGORY_LIMIT`. */
export async function ensureCategories(
  transaction: Transaction<ProductSchema>,
  paths: readonly string[]
): Promise<Categories> {
  const levels = new Map(paths.flatMap(levelsOf).map(level => [level.key, level.name]))
  const keys = [rootKey, ...levels.keys()]
  const known = await findCategories(transaction, keys)
  const missing = keys.filter(key => !known.has(key))
  if (missing.length === 0) return known
  await assertRoom(transaction, missing.length)
  for (const key of missing) {
    const id = await freeId(transaction, key)
    await transaction
      .insertInto('category')
      .values({ id, key, name: levels.get(key) ?? key, products: 0 })
      .execute()
  }
  return findCategories(transaction, keys)
}

export async function findCategories(
  transaction: Transaction<ProductSchema>,
  keys: readonly string[]
): Promise<Categories> {
  const rows = await transaction
    .selectFrom('category')
    .select(['key', 'seq', 'id', 'name'])
    .where('key', 'in', sql<string>`(select value from json_each(${JSON.stringify(keys)}))`)
    .execute()
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

/** Adds to the numbers of products; categories that become empty disappear. */
export async function addToCounts(
  transaction: Transaction<ProductSchema>,
  changes: ReadonlyMap<number, number>
): Promise<void> {
  for (const [seq, change] of changes) {
    if (change === 0) continue
    await transaction
      .updateTable('category')
      .set(({ eb }) => ({ products: eb('products', '+', change) }))
      .where('seq', '=', seq)
      .execute()
  }
  await transaction
    .deleteFrom('category')
    .where('seq', 'in', [...changes.keys()])
    .where('products', '=', 0)
    .where('key', '!=', rootKey)
    .execute()
}

async function assertRoom(transaction: Transaction<ProductSchema>, added: number) {
  const { count } = await transaction
    .selectFrom('category')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count + added > categoriesMax) {
    throw new DomainError('CATEGORY_LIMIT', `there can be ${categoriesMax} categories at most`)
  }
}

async function freeId(transaction: Transaction<ProductSchema>, key: string) {
  const plain = categoryIdOf(key, () => false)
  const taken = await transaction
    .selectFrom('category')
    .select('id')
    .where('id', '=', plain)
    .executeTakeFirst()
  return categoryIdOf(key, id => id === taken?.id)
}
