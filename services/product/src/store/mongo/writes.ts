import { isDeepStrictEqual } from 'node:util'
import { insertMissing, isDuplicateKey } from '@microzon/shared/mongo'
import type { Document, UpdateFilter } from 'mongodb'
import { levelsOf } from '../../domain/category.ts'
import type { KeyedDraft, Saved } from '../../domain/ports.ts'
import type { Product, ProductDraft } from '../../domain/product.ts'
import { documentOf, type ProductDocument } from '../document.ts'
import { allOf } from './all-of.ts'
import type { Categories } from './categories.ts'
import { carryOut, type State } from './changes.ts'
import { takeNumbers } from './numbers.ts'
import { placesOf } from './places.ts'
import { limits, type Context, type ProductRecord, type StockRecord } from './records.ts'
import { tokensRecordOf } from './search-index.ts'

export type SaveOptions = {
  readonly setStock: boolean
  /** The same for every run of one call. */
  readonly origin: string
}

/** A product that is kept, without what is sold of it. */
export type Kept = Omit<ProductRecord, 'holds' | 'voids' | 'stock'>

export type Update = { readonly draft: KeyedDraft; readonly kept: Kept; readonly after: State }

/** Updates at a time. */
const parallelMax = 10

/** Inserts and updates what nobody else has changed; returns that, by its business keys. */
export async function writeAll(
  context: Context,
  write: {
    readonly inserts: readonly ProductRecord[]
    readonly updates: readonly Update[]
    readonly categories: Categories
  },
  { setStock }: Pick<SaveOptions, 'setStock'>
): Promise<ReadonlyMap<string, Saved>> {
  const { inserts, updates, categories } = write
  const saved = new Map<string, Saved>()
  const changes = [
    ...inserts.map(({ _id, derived, doc }) => ({
      seq: _id,
      before: undefined,
      after: { derived, document: doc }
    })),
    ...updates.map(({ kept, after }) => ({
      seq: kept._id,
      before: { derived: kept.derived, document: kept.doc },
      after
    }))
  ]
  await carryOut(context, { changes, categories }, async () => {
    const inserted = await insertAll(context, inserts)
    inserts.forEach(({ id, businessKey }, index) => {
      if (inserted[index] === true) saved.set(businessKey, { id, outcome: 'created' })
    })
    const updated = await updateAll(context, updates, setStock)
    updates.forEach(({ draft, kept: { id } }, index) => {
      if (updated[index] === true) saved.set(draft.businessKey, { id, outcome: 'updated' })
    })
    return [...inserted, ...updated]
  })
  return saved
}

/** Products that are to be made, with numbers and free ids. */
export async function recordsFor(
  context: Context,
  made: { readonly drafts: readonly KeyedDraft[]; readonly categories: Categories },
  { origin }: Pick<SaveOptions, 'origin'>
): Promise<readonly ProductRecord[]> {
  const { drafts, categories } = made
  const { collections, createId, clock } = context
  if (drafts.length === 0) return []
  const proposed = drafts.map(({ proposedId }) => proposedId)
  const [taken, seqs] = await Promise.all([
    collections.products
      .find({ id: { $in: proposed } }, { projection: { id: 1 }, ...limits })
      .map(({ id }) => id)
      .toArray(),
    takeNumbers(collections, drafts.length)
  ])
  const ids = new Set(taken)
  return drafts.map(({ draft, businessKey, proposedId }, index) => {
    const id = ids.has(proposedId) ? createId() : proposedId
    ids.add(id)
    return {
      _id: seqs[index] ?? 0,
      id,
      businessKey,
      revision: createId(),
      derived: createId(),
      origin,
      updatedAt: clock(),
      doc: documentOf(draft, breadcrumbsOf(draft, categories)),
      stock: draft.options.map(stockOf),
      holds: [],
      voids: []
    }
  })
}

export function updateFor(
  { createId }: Context,
  update: { readonly draft: KeyedDraft; readonly kept: Kept; readonly categories: Categories }
): Update {
  const { draft, kept, categories } = update
  const document = documentOf(draft.draft, breadcrumbsOf(draft.draft, categories))
  // What follows from both in the same way need not be written again.
  const isAlike = isDeepStrictEqual(derivedFrom(kept.doc), derivedFrom(document))
  return { draft, kept, after: { derived: isAlike ? kept.derived : createId(), document } }
}

async function insertAll(
  { collections: { products } }: Context,
  records: readonly ProductRecord[]
): Promise<readonly boolean[]> {
  if (records.length === 0) return []
  const refused = await insertMissing(() =>
    products.insertMany(records, { ordered: false, ...limits })
  )
  return records.map((_, index) => !refused.has(index))
}

async function updateAll(
  { collections: { products }, createId, clock }: Context,
  updates: readonly Update[],
  setStock: boolean
): Promise<readonly boolean[]> {
  const done: boolean[] = []
  for (let at = 0; at < updates.length; at += parallelMax) {
    const some = updates.slice(at, at + parallelMax).map(async ({ draft, kept, after }) => {
      const { _id, revision } = kept
      const fields = {
        businessKey: draft.businessKey,
        revision: createId(),
        derived: after.derived,
        updatedAt: clock(),
        doc: after.document
      }
      const stock = setStock ? draft.draft.options.map(stockOf) : keptStock(draft.draft, kept.doc)
      try {
        const update = updateOf(fields, stock)
        const { matchedCount } = await products.updateOne({ _id, revision }, update, limits)
        return matchedCount > 0
      } catch (error) {
        // Another product has come to have this business key.
        if (isDuplicateKey(error)) return false
        throw error
      }
    })
    done.push(...(await allOf(some)))
  }
  return done
}

type Fields = Pick<ProductRecord, 'businessKey' | 'revision' | 'derived' | 'updatedAt' | 'doc'>

/** New stock, or an expression that takes what there is; nothing when the options are the same ones. */
function updateOf(
  fields: Fields,
  stock: readonly StockRecord[] | Document | undefined
): UpdateFilter<ProductRecord> | Document[] {
  if (stock === undefined) return { $set: fields }
  if (isList(stock)) return { $set: { ...fields, stock } }
  const literal = Object.entries(fields).map(([name, value]) => [name, { $literal: value }])
  return [{ $set: { ...Object.fromEntries(literal), stock } }]
}

/** The product keeps what it has of each option at that moment; new options bring theirs. */
function keptStock(draft: ProductDraft, before: ProductDocument): Document | undefined {
  const had = new Set(before.options.map(({ name }) => name))
  const added = draft.options.filter(({ name }) => !had.has(name))
  if (added.length === 0 && had.size === draft.options.length) return undefined
  const names = draft.options.map(({ name }) => name)
  const cond = { $in: ['$$this.option', { $literal: names }] }
  const left = { $filter: { input: '$stock', cond } }
  return { $concatArrays: [left, { $literal: added.map(stockOf) }] }
}

function isList(stock: readonly StockRecord[] | Document): stock is readonly StockRecord[] {
  return Array.isArray(stock)
}

function stockOf({ name, stock }: ProductDraft['options'][number]): StockRecord {
  return { option: name, left: stock }
}

function derivedFrom(document: ProductDocument): unknown {
  return [placesOf(0, '', document), tokensRecordOf(0, '', document)]
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
