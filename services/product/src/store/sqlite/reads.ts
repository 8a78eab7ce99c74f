import type { Database } from '@microzon/shared/store'
import { sql, type Kysely } from 'kysely'
import { keysTo, type PlacedCategory } from '../../domain/category.ts'
import type { Listed, ListQuery, ProductReader, Sort } from '../../domain/ports.ts'
import { productFrom } from './rows.ts'
import { rootKey, type ProductSchema } from './schema.ts'
import { findCandidates, match } from './search-index.ts'

type Row = {
  readonly id: string
  readonly doc: string
  readonly stock: string
  readonly value: number | string
  readonly seq: number
}

// One statement gives product and stock of the same moment.
const stock = sql<string>`(
  select json_group_object(option, stock) from stock where stock.product = product.seq)`

export function createReader({ kysely }: Database<ProductSchema>): ProductReader {
  return {
    find: ids => find(kysely, ids),
    list: query => list(kysely, query),
    count: id => count(kysely, id),
    categories: () => selectCategories(kysely).where('key', '!=', rootKey).execute(),
    categoryPath: id => categoryPath(kysely, id),
    wordsNear: (deletions, limit) => wordsNear(kysely, deletions, limit),
    hasWordFrom: prefix => hasWordFrom(kysely, prefix),
    match: (terms, options) => match(kysely, terms, options),
    candidates: seqs => findCandidates(kysely, seqs)
  }
}

/** For `in`: one text of a statement, however many values there are. */
export function valuesOf(values: readonly (string | number)[]) {
  return sql<string>`(select value from json_each(${JSON.stringify(values)}))`
}

async function find(kysely: Kysely<ProductSchema>, ids: readonly string[]) {
  const rows = await kysely
    .selectFrom('product')
    .select(['id', 'doc', stock.as('stock')])
    .where('id', 'in', valuesOf(ids))
    .execute()
  return rows.map(productFrom)
}

async function list(kysely: Kysely<ProductSchema>, query: ListQuery): Promise<readonly Listed[]> {
  const { sort, categoryId, limit, after } = query
  const products = kysely.selectFrom('product').select(['seq', 'id', 'doc', stock.as('stock')])
  if (categoryId === undefined) {
    const rows = await products
      .$if(after !== undefined, builder => builder.where('seq', '<', after?.seq ?? 0))
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute()
    return rows.map(row => listedOf({ ...row, value: row.seq }))
  }
  const { table, column, descends } = orders[sort]
  const [comparison, direction] = descends ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const value = sql.ref(column)
  const behind =
    after === undefined
      ? sql``
      : sql`and (${value}, product) ${comparison} (${after.value}, ${after.seq})`
  // The page first, and only then its products.
  const page = sql<{ product: number; value: number | string }>`(
    select product, ${value} as value from ${sql.table(table)}
    where category = (select seq from category where id = ${categoryId}) ${behind}
    order by ${value} ${direction}, product ${direction} limit ${limit})`
  const rows = await products
    .innerJoin(page.as('page'), 'page.product', 'product.seq')
    .select('page.value')
    .orderBy('page.value', descends ? 'desc' : 'asc')
    .orderBy('product.seq', descends ? 'desc' : 'asc')
    .execute()
  return rows.map(listedOf)
}

const orders = {
  newest: { table: 'listing', column: 'product', descends: true },
  'price-asc': { table: 'listing_price', column: 'price', descends: false },
  'price-desc': { table: 'listing_price', column: 'price', descends: true },
  name: { table: 'listing_name', column: 'name', descends: false }
} as const satisfies Record<Sort, object>

function listedOf(row: Row): Listed {
  return { product: productFrom(row), position: { value: row.value, seq: row.seq } }
}

async function count(kysely: Kysely<ProductSchema>, id: string | undefined) {
  const row = await kysely
    .selectFrom('category')
    .select('products')
    .where('id', '=', id ?? rootKey)
    .executeTakeFirst()
  return row?.products ?? 0
}

async function categoryPath(
  kysely: Kysely<ProductSchema>,
  id: string
): Promise<readonly PlacedCategory[]> {
  const categories = selectCategories(kysely)
  const found = await categories.where('id', '=', id).where('key', '!=', rootKey).executeTakeFirst()
  if (found === undefined) return []
  // A key is longer than the keys above it.
  return categories
    .where('key', 'in', valuesOf(keysTo(found.key)))
    .orderBy('key')
    .execute()
}

function selectCategories(kysely: Kysely<ProductSchema>) {
  return kysely.selectFrom('category').select(['id', 'key', 'name', 'products as count'])
}

async function wordsNear(
  kysely: Kysely<ProductSchema>,
  deletions: readonly string[],
  limit: number
) {
  const rows = await kysely
    .selectFrom('word_deletion')
    .select('word')
    .distinct()
    .where('deletion', 'in', valuesOf(deletions))
    .orderBy('word')
    .limit(limit)
    .execute()
  return rows.map(row => row.word)
}

async function hasWordFrom(kysely: Kysely<ProductSchema>, prefix: string) {
  const row = await kysely
    .selectFrom('word')
    .select('word')
    .where('word', '>=', prefix)
    .orderBy('word')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && row.word.startsWith(prefix)
}
