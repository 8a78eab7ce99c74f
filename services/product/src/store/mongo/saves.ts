import { DomainError } from '@microzon/shared/errors'
import { StoreError } from '@microzon/shared/store'
import type { Filter } from 'mongodb'
import { keysOf } from '../../domain/category.ts'
import type { KeyedDraft, Saved } from '../../domain/ports.ts'
import { productNotFound } from '../../domain/product.ts'
import { ensureCategories, findCategories, type Categories } from './categories.ts'
import { carryOut } from './changes.ts'
import { limits, rootKey, type Context, type ProductRecord } from './records.ts'
import { recordsFor, updateFor, writeAll, type Kept, type SaveOptions } from './writes.ts'

const kept = { holds: 0, voids: 0, stock: 0 } as const
/** How often a change is tried again because somebody else has changed the same product. */
const roundsMax = 10

/** Makes or updates products, all with different business keys. */
export async function saveProducts(
  context: Context,
  drafts: readonly KeyedDraft[],
  options: SaveOptions
): Promise<readonly Saved[]> {
  const saved = new Map<string, Saved>()
  for (let round = 0; round < roundsMax && saved.size < drafts.length; round += 1) {
    const open = drafts.filter(({ businessKey }) => !saved.has(businessKey))
    const done = await saveRound(context, open, options)
    for (const [key, value] of done) saved.set(key, value)
  }
  return drafts.map(({ businessKey }) => saved.get(businessKey) ?? failBusy())
}

/** Replaces one product. Throws `PRODUCT_NOT_FOUND`, `PRODUCT_EXISTS` or `CATEGORY_LIMIT`. */
export async function replaceProduct(
  context: Context,
  target: { readonly id: string; readonly draft: KeyedDraft },
  options: SaveOptions
): Promise<void> {
  const { id, draft } = target
  for (let round = 0; round < roundsMax; round += 1) {
    const found = await findKept(context, { id })
    const [product] = found
    if (product === undefined) throw productNotFound()
    const [other] = await findKept(context, { businessKey: draft.businessKey })
    if (other !== undefined && other._id !== product._id) throw isTaken()
    const categories = await categoriesFor(context, [draft], [product])
    const update = updateFor(context, { draft, kept: product, categories })
    const write = { inserts: [], updates: [update], categories }
    if ((await writeAll(context, write, options)).size > 0) return
  }
  failBusy()
}

/** Takes a product out. What orders have taken of it is not given back to anything. */
export async function removeProduct(context: Context, id: string): Promise<boolean> {
  const { products } = context.collections
  let isRemoved = false
  for (let round = 0; round < roundsMax && !isRemoved; round += 1) {
    const [product] = await findKept(context, { id })
    if (product === undefined) return false
    const categories = await categoriesFor(context, [], [product])
    const { _id, revision, derived, doc } = product
    const change = { seq: _id, before: { derived, document: doc }, after: undefined }
    await carryOut(context, { changes: [change], categories }, async () => {
      isRemoved = (await products.deleteOne({ _id, revision }, limits)).deletedCount > 0
      return [isRemoved]
    })
  }
  return isRemoved || failBusy()
}

async function saveRound(
  context: Context,
  drafts: readonly KeyedDraft[],
  options: SaveOptions
): Promise<ReadonlyMap<string, Saved>> {
  const found = await findKept(context, {
    businessKey: { $in: drafts.map(({ businessKey }) => businessKey) }
  })
  const byKey = new Map(found.map(product => [product.businessKey, product]))
  const categories = await categoriesFor(context, drafts, found)
  const fresh = drafts.filter(({ businessKey }) => !byKey.has(businessKey))
  const updates = drafts.flatMap(draft => {
    const product = byKey.get(draft.businessKey)
    if (product === undefined) return []
    return [updateFor(context, { draft, kept: product, categories })]
  })
  // What an earlier run of this very call has made is there as it must be.
  const [ours, others] = [
    updates.filter(({ kept: { origin } }) => origin === options.origin),
    updates.filter(({ kept: { origin } }) => origin !== options.origin)
  ]
  const inserts = await recordsFor(context, { drafts: fresh, categories }, options)
  const changed = await writeAll(context, { inserts, updates: others, categories }, options)
  return new Map([
    ...ours.map(
      ({ kept: { id, businessKey } }) => [businessKey, { id, outcome: 'created' }] as const
    ),
    ...changed
  ])
}

async function findKept(
  { collections }: Context,
  filter: Filter<ProductRecord>
): Promise<readonly Kept[]> {
  return collections.products.find<Kept>(filter, { projection: kept, ...limits }).toArray()
}

/** Those that the drafts need, and those that the products are in. */
async function categoriesFor(
  context: Context,
  drafts: readonly KeyedDraft[],
  products: readonly Kept[]
): Promise<Categories> {
  const wanted = drafts.flatMap(({ draft }) => draft.categories)
  const { collections } = context
  const left = keysOf(products.flatMap(({ doc }) => doc.categories))
  const [needed, others] = await Promise.all([
    wanted.length === 0
      ? findCategories(collections, [rootKey])
      : ensureCategories(context, wanted),
    findCategories(collections, left)
  ])
  return new Map([...others, ...needed])
}

function isTaken(): DomainError {
  return new DomainError('PRODUCT_EXISTS', 'another product has this sku, or name and category')
}

function failBusy(): never {
  throw new StoreError('STORE_BUSY', 'others change the same product again and again')
}
