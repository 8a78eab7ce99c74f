import type { Db, Document, IndexDescription } from 'mongodb'
import { backOff, type Random } from '../store/back-off.ts'
import { isRefusal } from './errors.ts'

/** One collection as it must be. */
export type CollectionPlan = {
  readonly name: string
  /** What the server refuses to keep, as `$jsonSchema`. */
  readonly schema: Document
  readonly indexes: readonly IndexDescription[]
}

type Versioned = { readonly _id: string; readonly version: number }

type Plan = { readonly version: number; readonly collections: readonly CollectionPlan[] }

const namespaceExists = 48
const setUpMs = 60_000
const repeatsMax = 8
const bounds = { baseMs: 100, maxMs: 2_000 }

/**
 * Makes collections, validators and indexes; several instances may do so at once. Raising `version`
 * brings older databases up to date; an older instance leaves what a newer one has made.
 */
export async function setUp(db: Db, plan: Plan, random: Random = Math.random): Promise<void> {
  for (let repeat = 1; ; repeat += 1) {
    try {
      await setUpOnce(db, plan)
      return
    } catch (error) {
      // Servers differ in what they tell those that make the same index at once: one of them gets through.
      if (isRefusal(error) || repeat > repeatsMax) throw error
      await backOff(repeat, random, bounds)
    }
  }
}

async function setUpOnce(db: Db, plan: Plan): Promise<void> {
  const versions = db.collection<Versioned>('schema_version')
  const known = await versions.findOne({ _id: 'schema' })
  if (known !== null && known.version >= plan.version) return
  for (const collection of plan.collections) await setUpCollection(db, collection)
  // Last, so that whoever dies before is followed by one who does it all again.
  await versions.updateOne(
    { _id: 'schema' },
    { $max: { version: plan.version } },
    { upsert: true, maxTimeMS: setUpMs }
  )
}

async function setUpCollection(db: Db, { name, schema, indexes }: CollectionPlan): Promise<void> {
  const validator = { $jsonSchema: schema }
  try {
    await db.createCollection(name, { validator, maxTimeMS: setUpMs })
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== namespaceExists) throw error
    await db.command({ collMod: name, validator })
  }
  if (indexes.length > 0) await db.collection(name).createIndexes([...indexes])
}
