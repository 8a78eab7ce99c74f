import { insertMissing } from '@microzon/shared/mongo'
import { keysOf } from '../../domain/category.ts'
import type { ProductDocument } from '../document.ts'
import { allOf } from './all-of.ts'
import { addToCounts, removeEmpty, type Categories } from './categories.ts'
import { placesOf } from './places.ts'
import { limits, rootKey, type ChangeRecord, type Context } from './records.ts'
import { repairChanges } from './repair.ts'
import { addWords, tokensRecordOf } from './search-index.ts'

/** A product as it was or will be, with the name of what belongs to it. */
export type State = { readonly derived: string; readonly document: ProductDocument }

/** What is to become of one product: nothing before when it is made, nothing after when it goes. */
export type Change = {
  readonly seq: number
  readonly before: State | undefined
  readonly after: State | undefined
}

/**
 * Changes products, each in one write of `write`, which tells which of them it has changed. All else
 * follows from the products and is written around that: what the new state needs before it, what only the
 * old one needed after it. A record of the change stands while it goes on, so that a change that dies is
 * finished by `repairDead`.
 */
export async function carryOut(
  context: Context,
  change: { readonly changes: readonly Change[]; readonly categories: Categories },
  write: () => Promise<readonly boolean[]>
): Promise<void> {
  const { changes, categories } = change
  if (changes.every(({ before, after }) => before?.derived === after?.derived)) {
    await write()
    return
  }
  const record = recordOf(context, changes, categories)
  await context.collections.changes.insertOne(record, limits)
  await prepare(context, changes)
  const done = await write()
  await cleanUp(context, changes, done)
  const made = changes.filter((_, index) => done[index] === true)
  if (await count(context, made, record)) {
    await context.collections.changes.deleteOne({ _id: record._id }, limits)
    return
  }
  // It took so long that others thought it dead: what they have counted lacks what came after.
  await context.collections.changes.replaceOne(
    { _id: record._id },
    { ...record, at: 0 },
    { upsert: true, ...limits }
  )
  await repairChanges(context, [record])
}

function recordOf(
  { createId, clock }: Context,
  changes: readonly Change[],
  categories: Categories
): ChangeRecord {
  const moved = changes.filter(({ before, after }) => before?.derived !== after?.derived)
  const states = moved.flatMap(({ seq, before, after }) =>
    [before, after].flatMap(state => (state === undefined ? [] : [{ seq, ...state }]))
  )
  const keys = new Set([rootKey, ...keysOf(states.flatMap(({ document }) => document.categories))])
  return {
    _id: createId(),
    at: clock(),
    categories: [...keys].flatMap(key => categories.get(key) ?? []),
    products: moved.map(({ seq }) => seq),
    places: states.flatMap(({ seq, derived, document }) => placesOf(seq, derived, document)),
    tokens: states.map(({ seq, derived, document }) => tokensRecordOf(seq, derived, document)._id)
  }
}

/** What the new states need is there before them. */
async function prepare({ collections }: Context, changes: readonly Change[]): Promise<void> {
  const { places, tokens } = collections
  const fresh = changes.flatMap(({ seq, before, after }) =>
    after === undefined || after.derived === before?.derived ? [] : [{ seq, ...after }]
  )
  if (fresh.length === 0) return
  const newPlaces = fresh.flatMap(({ seq, derived, document }) =>
    placesOf(seq, derived, document).map(_id => ({ _id }))
  )
  const newTokens = fresh.map(({ seq, derived, document }) =>
    tokensRecordOf(seq, derived, document)
  )
  await allOf<unknown>([
    insertMissing(() => places.insertMany(newPlaces, { ordered: false, ...limits })),
    insertMissing(() => tokens.insertMany(newTokens, { ordered: false, ...limits })),
    addWords(
      collections,
      fresh.map(({ document }) => document)
    )
  ])
}

/** Removes what belongs to states that are no more, or have not come to be. */
async function cleanUp(
  { collections: { places, tokens } }: Context,
  changes: readonly Change[],
  done: readonly boolean[]
): Promise<void> {
  const gone = changes.flatMap(({ seq, before, after }, index) => {
    const state = done[index] === true ? before : after
    const isShared = before?.derived === after?.derived
    return state === undefined || isShared ? [] : [{ seq, ...state }]
  })
  if (gone.length === 0) return
  const oldPlaces = gone.flatMap(({ seq, derived, document }) => placesOf(seq, derived, document))
  const oldTokens = gone.map(
    ({ seq, derived, document }) => tokensRecordOf(seq, derived, document)._id
  )
  await allOf([
    places.deleteMany({ _id: { $in: oldPlaces } }, limits),
    tokens.deleteMany({ _id: { $in: oldTokens } }, limits)
  ])
}

/** False when the numbers are to be counted anew. */
async function count(
  { collections }: Context,
  changes: readonly Change[],
  { _id, categories }: ChangeRecord
): Promise<boolean> {
  const sums = new Map(categories.map(({ key }) => [key, 0]))
  const add = (state: State | undefined, by: number): void => {
    if (state === undefined) return
    for (const key of [rootKey, ...keysOf(state.document.categories)]) {
      sums.set(key, (sums.get(key) ?? 0) + by)
    }
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  const changed = [...sums].filter(([, by]) => by !== 0)
  const isAdded = await addToCounts(collections, _id, new Map(changed))
  // Those that were made for products that have not come to be are empty too.
  const fewer = [...sums].filter(([, by]) => by <= 0).map(([key]) => key)
  await removeEmpty(collections, fewer)
  return isAdded
}
