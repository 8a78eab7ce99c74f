import { keysTo, type PlacedCategory } from '../../domain/category.ts'
import type { Listed, ListQuery, ProductReader, Sort } from '../../domain/ports.ts'
import type { Product } from '../../domain/product.ts'
import { productOf } from '../document.ts'
import { orders, placesBehind, readPlace } from './places.ts'
import {
  rootKey,
  whileWanted,
  type CategoryRecord,
  type Context,
  type ProductRecord
} from './records.ts'
import { candidates, hasWordFrom, match, wordsNear } from './search-index.ts'

type Shown = Pick<ProductRecord, '_id' | 'id' | 'derived' | 'doc' | 'stock'>

const shown = { id: 1, derived: 1, doc: 1, stock: 1 } as const
const namedCategory = { id: 1, name: 1, products: 1 } as const
/** Places of products that have changed are passed over; so many pages are looked through for them. */
const pagesMax = 20

export function createReader({ collections }: Pick<Context, 'collections'>): ProductReader {
  const { products, categories } = collections
  return {
    async find(ids) {
      const filter = { id: { $in: [...new Set(ids)] } }
      const found = await products
        .find<Shown>(filter, { projection: shown, ...whileWanted() })
        .toArray()
      return found.map(productFrom)
    },
    list: query => list({ collections }, query),
    async count(id) {
      const filter = id === undefined ? { _id: rootKey } : { id, _id: { $ne: rootKey } }
      return (await categories.findOne(filter, whileWanted()))?.products ?? 0
    },
    async categories() {
      const filter = { products: { $gt: 0 }, _id: { $ne: rootKey } }
      const found = await categories
        .find(filter, { projection: namedCategory, ...whileWanted() })
        .toArray()
      return found.map(categoryFrom)
    },
    categoryPath: id => categoryPath({ collections }, id),
    wordsNear: (deletions, limit) => wordsNear(collections, deletions, limit),
    hasWordFrom: prefix => hasWordFrom(collections, prefix),
    match: (terms, options) => match(collections, terms, options),
    candidates: seqs => candidates(collections, seqs)
  }
}

type Reading = Pick<Context, 'collections'>

async function list(reading: Reading, query: ListQuery): Promise<readonly Listed[]> {
  const { categoryId, sort } = query
  if (categoryId === undefined) return listAll(reading, query)
  const category = await reading.collections.categories.findOne(
    { id: categoryId },
    { projection: { _id: 1 }, ...whileWanted() }
  )
  if (category === null || category._id === rootKey) return []
  return listCategory(reading, { ...query, key: category._id, sort })
}

async function listAll(
  { collections }: Reading,
  { limit, after }: ListQuery
): Promise<readonly Listed[]> {
  const filter = after === undefined ? {} : { _id: { $lt: after.seq } }
  const found = await collections.products
    .find<Shown>(filter, { projection: shown, ...whileWanted() })
    .sort({ _id: -1 })
    .limit(limit)
    .toArray()
  return found.map(record => ({
    product: productFrom(record),
    position: { value: record._id, seq: record._id }
  }))
}

async function listCategory(
  { collections }: Reading,
  query: ListQuery & { readonly key: string; readonly sort: Sort }
): Promise<readonly Listed[]> {
  const { key, sort, limit } = query
  const order = orders[sort]
  const listed: Listed[] = []
  let { after } = query
  for (let page = 0; page < pagesMax; page += 1) {
    const wanted = limit - listed.length
    const found = await collections.places
      .find({ _id: placesBehind(key, order, after) }, whileWanted())
      .sort({ _id: order.descends ? -1 : 1 })
      .limit(wanted)
      .toArray()
    const places = found.map(({ _id }) => readPlace(_id, key, order))
    const seqs = places.map(({ position }) => position.seq)
    const products = await bySeq(collections, seqs)
    for (const { position, derived } of places) {
      const record = products.get(position.seq)
      if (record?.derived === derived) listed.push({ product: productFrom(record), position })
    }
    after = places.at(-1)?.position
    if (listed.length >= limit || found.length < wanted) break
  }
  return listed
}

async function bySeq(
  { products }: Context['collections'],
  seqs: readonly number[]
): Promise<ReadonlyMap<number, Shown>> {
  if (seqs.length === 0) return new Map()
  const filter = { _id: { $in: [...new Set(seqs)] } }
  const found = await products
    .find<Shown>(filter, { projection: shown, ...whileWanted() })
    .toArray()
  return new Map(found.map(record => [record._id, record]))
}

async function categoryPath(
  { collections }: Reading,
  id: string
): Promise<readonly PlacedCategory[]> {
  const filter = { products: { $gt: 0 } }
  const options = { projection: namedCategory, ...whileWanted() }
  const found = await collections.categories.findOne({ ...filter, id }, options)
  if (found === null || found._id === rootKey) return []
  // A key is longer than the keys above it.
  const path = await collections.categories
    .find({ ...filter, _id: { $in: [...keysTo(found._id)] } }, options)
    .sort({ _id: 1 })
    .toArray()
  return path.map(categoryFrom)
}

function productFrom({ id, doc, stock }: Shown): Product {
  return productOf(id, doc, new Map(stock.map(({ option, left }) => [option, left])))
}

function categoryFrom({
  _id,
  id,
  name,
  products
}: Pick<CategoryRecord, '_id' | 'id' | 'name' | 'products'>): PlacedCategory {
  return { key: _id, id, name, count: products }
}
