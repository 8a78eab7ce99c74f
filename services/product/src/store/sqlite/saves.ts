import { sql, type Transaction } from 'kysely'
import { keysOf, levelsOf } from '../../domain/category.ts'
import type { KeyedDraft, Saved } from '../../domain/ports.ts'
import { priceOf, type Product, type ProductDraft } from '../../domain/product.ts'
import { relist, type Place } from './listings.ts'
import { addToCounts, ensureCategories, findCategories, type Categories } from './categories.ts'
import { documentOf, sortNameOf, type ProductDocument } from '../document.ts'
import { readDocument } from './rows.ts'
import { rootKey, type ProductSchema } from './schema.ts'
import { addToIndex, removeFromIndex, textsOf } from './search-index.ts'

/** A product that is kept. */
export type Kept = {
  readonly seq: number
  readonly id: string
  readonly key: string
  readonly document: ProductDocument
}

/** What becomes of one product: nothing before when it is made, nothing after when it goes. */
type Change = {
  readonly seq: number
  readonly before: ProductDocument | undefined
  readonly after: ProductDocument | undefined
}

export type SaveOptions = {
  readonly setStock: boolean
  readonly now: number
  readonly createId: () => string
}

/** Makes or updates products, all with different business keys. */
export async function saveProducts(
  transaction: Transaction<ProductSchema>,
  drafts: readonly KeyedDraft[],
  options: SaveOptions
): Promise<readonly Saved[]> {
  const keys = drafts.map(({ businessKey }) => businessKey)
  const known = new Map((await findKept(transaction, 'business_key', keys)).map(p => [p.key, p]))
  const updates = drafts.flatMap(draft => {
    const kept = known.get(draft.businessKey)
    return kept === undefined ? [] : [{ draft, kept }]
  })
  await updateProducts(transaction, updates, options)
  const fresh = drafts.filter(({ businessKey }) => !known.has(businessKey))
  const ids = await insertProducts(transaction, fresh, options)
  return drafts.map(({ businessKey }) => {
    const kept = known.get(businessKey)
    if (kept !== undefined) return { id: kept.id, outcome: 'updated' }
    return { id: ids.get(businessKey) ?? '', outcome: 'created' }
  })
}

export async function updateProducts(
  transaction: Transaction<ProductSchema>,
  updates: readonly { readonly draft: KeyedDraft; readonly kept: Kept }[],
  { setStock, now }: SaveOptions
): Promise<void> {
  if (updates.length === 0) return
  const categories = await ensureCategories(transaction, pathsOf(updates.map(({ draft }) => draft)))
  const changes = updates.map(({ draft, kept }) => ({
    seq: kept.seq,
    key: draft.businessKey,
    before: kept.document,
    after: documentOf(draft.draft, breadcrumbsOf(draft.draft, categories))
  }))
  const rows = changes.map(({ seq, key, after }) => [seq, key, JSON.stringify(after)])
  await sql`update product set business_key = value ->> 1, doc = value ->> 2, updated_at = ${now}
    from json_each(${JSON.stringify(rows)}) where seq = value ->> 0`.execute(transaction)
  await writeStock(
    transaction,
    updates.map(({ draft, kept }) => ({ draft: draft.draft, seq: kept.seq })),
    setStock
  )
  await dropOptions(transaction, changes)
  await spread(transaction, changes)
}

/** Takes a product out. What orders have reserved of it is not given back to anything. */
export async function removeProduct(
  transaction: Transaction<ProductSchema>,
  { seq, document }: Kept
): Promise<void> {
  await transaction.deleteFrom('product').where('seq', '=', seq).execute()
  await spread(transaction, [{ seq, before: document, after: undefined }])
}

export async function findKept(
  transaction: Transaction<ProductSchema>,
  column: 'id' | 'business_key',
  values: readonly string[]
): Promise<readonly Kept[]> {
  const rows = await transaction
    .selectFrom('product')
    .select(['seq', 'id', 'business_key as key', 'doc'])
    .where(column, 'in', sql<string>`(select value from json_each(${JSON.stringify(values)}))`)
    .execute()
  return rows.map(({ doc, ...row }) => ({ ...row, document: readDocument(doc) }))
}

async function insertProducts(
  transaction: Transaction<ProductSchema>,
  drafts: readonly KeyedDraft[],
  { now, createId }: SaveOptions
): Promise<ReadonlyMap<string, string>> {
  if (drafts.length === 0) return new Map()
  const categories = await ensureCategories(transaction, pathsOf(drafts))
  const taken = await findKept(
    transaction,
    'id',
    drafts.map(({ proposedId }) => proposedId)
  )
  const ids = new Set(taken.map(({ id }) => id))
  const made = drafts.map(({ draft, businessKey, proposedId }) => {
    const id = ids.has(proposedId) ? createId() : proposedId
    ids.add(id)
    return { draft, businessKey, id, after: documentOf(draft, breadcrumbsOf(draft, categories)) }
  })
  const rows = made.map(({ id, businessKey, after }) => [id, businessKey, JSON.stringify(after)])
  const inserted = await sql<{ seq: number; id: string }>`
    insert into product (id, business_key, doc, updated_at)
    select value ->> 0, value ->> 1, value ->> 2, ${now} from json_each(${JSON.stringify(rows)})
    returning seq, id`.execute(transaction)
  const seqs = new Map(inserted.rows.map(({ seq, id }) => [id, seq]))
  const products = made.map(product => ({ ...product, seq: seqs.get(product.id) ?? 0 }))
  await writeStock(transaction, products, true)
  await spread(
    transaction,
    products.map(({ seq, after }) => ({ seq, after, before: undefined }))
  )
  return new Map(made.map(({ businessKey, id }) => [businessKey, id]))
}

/** Brings categories, lists and the index in line with what has changed. */
async function spread(transaction: Transaction<ProductSchema>, changes: readonly Change[]) {
  const befores = changes.flatMap(({ seq, before }) => (before ? [{ seq, document: before }] : []))
  const afters = changes.flatMap(({ seq, after }) => (after ? [{ seq, document: after }] : []))
  const paths = [...befores, ...afters].flatMap(({ document }) => document.categories)
  const categories = await findCategories(transaction, [rootKey, ...keysOf(paths)])
  const placesBefore = befores.flatMap(product => placesOf(product, categories))
  const placesAfter = afters.flatMap(product => placesOf(product, categories))
  await relist(transaction, placesBefore, placesAfter)
  const counts = new Map<number, number>()
  const count = (category: number, by: number) =>
    counts.set(category, (counts.get(category) ?? 0) + by)
  for (const [category] of placesBefore) count(category, -1)
  for (const [category] of placesAfter) count(category, 1)
  const root = categories.get(rootKey)?.seq ?? 0
  await addToCounts(transaction, counts.set(root, afters.length - befores.length))
  await reindex(transaction, changes)
}

async function reindex(transaction: Transaction<ProductSchema>, changes: readonly Change[]) {
  const changed = changes.filter(({ before, after }) => indexTextOf(before) !== indexTextOf(after))
  const gone = changed.flatMap(({ before, seq }) => (before === undefined ? [] : [seq]))
  if (gone.length > 0) await removeFromIndex(transaction, gone)
  const added = changed.flatMap(({ after, seq }) =>
    after === undefined ? [] : [{ seq, document: after }]
  )
  if (added.length > 0) await addToIndex(transaction, added)
}

function indexTextOf(document: ProductDocument | undefined) {
  return document === undefined ? undefined : textsOf(document).join('\n')
}

function placesOf(
  { seq, document }: { readonly seq: number; readonly document: ProductDocument },
  categories: Categories
): readonly Place[] {
  const name = sortNameOf(document)
  return keysOf(document.categories).flatMap(key => {
    const category = categories.get(key)
    return category === undefined ? [] : [[category.seq, seq, priceOf(document), name] as const]
  })
}

async function writeStock(
  transaction: Transaction<ProductSchema>,
  products: readonly { readonly seq: number; readonly draft: ProductDraft }[],
  replaces: boolean
) {
  const rows = products.flatMap(({ seq, draft }) =>
    draft.options.map(option => [seq, option.name, option.stock])
  )
  const conflict = replaces ? sql`update set stock = excluded.stock` : sql`nothing`
  await sql`insert into stock (product, option, stock)
    select value ->> 0, value ->> 1, value ->> 2 from json_each(${JSON.stringify(rows)}) where true
    on conflict do ${conflict}`.execute(transaction)
}

async function dropOptions(
  transaction: Transaction<ProductSchema>,
  changes: readonly {
    readonly seq: number
    readonly before: ProductDocument
    readonly after: ProductDocument
  }[]
) {
  const dropped = changes.flatMap(({ seq, before, after }) => {
    const names = new Set(after.options.map(option => option.name))
    return before.options.flatMap(({ name }) => (names.has(name) ? [] : [[seq, name]]))
  })
  if (dropped.length === 0) return
  await sql`delete from stock where (product, option) in (
    select value ->> 0, value ->> 1 from json_each(${JSON.stringify(dropped)}))`.execute(
    transaction
  )
}

function breadcrumbsOf(
  { categories: [first = ''] }: ProductDraft,
  categories: Categories
): Product['breadcrumbs'] {
  return levelsOf(first).flatMap(({ key }) => {
    const category = categories.get(key)
    return category === undefined ? [] : [{ id: category.id, name: category.name }]
  })
}

function pathsOf(drafts: readonly KeyedDraft[]): readonly string[] {
  return drafts.flatMap(({ draft }) => draft.categories)
}
