import { claimCollection, type CollectionPlan } from '@microzon/shared/mongo'
import type { Document } from 'mongodb'

/** Raised whenever something below changes. */
const version = 1

const text = { bsonType: 'string' }
// Whole numbers that are too large for an int come as doubles. Not every server knows the alias `number`.
const number = { bsonType: ['int', 'long', 'double'] }
const count = { ...number, minimum: 0 }
const texts = { bsonType: 'array', items: text }

const products: CollectionPlan = {
  name: 'products',
  schema: object({
    _id: number,
    id: text,
    businessKey: text,
    revision: text,
    derived: text,
    origin: text,
    updatedAt: number,
    doc: object({
      name: { ...text, minLength: 1 },
      categories: texts,
      options: {
        bsonType: 'array',
        minItems: 1,
        items: object({ name: text, priceInCent: count })
      },
      breadcrumbs: { bsonType: 'array' }
    }),
    stock: { bsonType: 'array', items: object({ option: text, left: count }) },
    holds: { bsonType: 'array' },
    voids: { bsonType: 'array' }
  }),
  indexes: [
    { key: { id: 1 }, unique: true },
    { key: { businessKey: 1 }, unique: true },
    { key: { 'voids.at': 1 }, sparse: true }
  ]
}

const categories: CollectionPlan = {
  name: 'categories',
  schema: object({
    _id: text,
    id: text,
    name: text,
    // Below zero for a moment, when a product leaves before those that brought it have counted it.
    products: number,
    madeAt: number,
    stamp: text,
    recounted: texts
  }),
  indexes: [{ key: { id: 1 }, unique: true }]
}

const reservations: CollectionPlan = {
  name: 'reservations',
  schema: object({
    state: { enum: ['taking', 'reserved', 'returning', 'keeping', 'confirmed', 'expired'] },
    attempt: text,
    lines: {
      bsonType: 'array',
      items: object({ productId: text, option: text, amount: { ...number, minimum: 1 } })
    },
    endsAt: number,
    next: { enum: ['expired', 'none'] },
    lock: { bsonType: ['object', 'null'] }
  }),
  indexes: [{ key: { state: 1, endsAt: 1 } }, { key: { 'lock.until': 1 }, sparse: true }]
}

export const plan = {
  version,
  collections: [
    products,
    categories,
    reservations,
    { name: 'places', schema: object({ _id: text }), indexes: [] },
    {
      name: 'tokens',
      schema: object({ _id: text, seq: number, tokens: texts }),
      indexes: [{ key: { tokens: 1 } }]
    },
    {
      name: 'words',
      schema: object({ _id: text, deletions: texts }),
      indexes: [{ key: { deletions: 1 } }]
    },
    {
      name: 'changes',
      schema: object({ at: number, categories: { bsonType: 'array' }, places: texts }),
      indexes: [{ key: { at: 1 } }]
    },
    claimCollection
  ]
}

/** A document that has all these fields, and maybe others. */
function object(properties: Readonly<Record<string, Document>>): Document {
  return { bsonType: 'object', required: Object.keys(properties), properties }
}
