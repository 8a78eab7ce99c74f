import { DomainError } from '@microzon/shared/errors'
import { treeOf, type Category, type CategoryNode } from './category.ts'
import { cursorAt, invalid, positionOf, type Position } from './cursor.ts'
import type { ProductReader, Sort } from './ports.ts'
import { productNotFound, type Product } from './product.ts'
import { matchedIn } from './rank.ts'
import { search, type Hit } from './search.ts'
import { termsOf } from './terms.ts'

export type Page = {
  readonly products: readonly Product[]
  readonly total: number
  readonly totalIsExact: boolean
  /** The cursor of the next page; nothing on the last one. */
  readonly next?: string
}

export type MatchedProduct = Product & { readonly matched: readonly string[] }
export type SearchPage = Page & { readonly products: readonly MatchedProduct[] }

export type CategoryPage = {
  readonly activeProducts: readonly Product[]
  readonly total: number
  readonly next?: string
  readonly category: Category
  readonly ancestors: readonly Category[]
}

export type PageRequest = { readonly limit: number; readonly cursor?: string; readonly sort: Sort }

export async function categoryTree(reader: ProductReader): Promise<readonly CategoryNode[]> {
  return treeOf(await reader.categories())
}

/** Throws `PRODUCT_NOT_FOUND`. */
export async function findProduct(reader: ProductReader, id: string): Promise<Product> {
  const [product] = await reader.find([id])
  if (product === undefined) throw productNotFound()
  return product
}

/** In the order of the ids; those that do not exist are left out. */
export async function findProducts(reader: ProductReader, ids: readonly string[]): Promise<Page> {
  const distinct = [...new Set(ids)]
  const products = await inOrder(reader, distinct)
  return { products, total: products.length, totalIsExact: true }
}

/** All of them, the newest first. Throws `CURSOR_INVALID`. */
export async function listProducts(
  reader: ProductReader,
  request: Omit<PageRequest, 'sort'>
): Promise<Page> {
  const [total, { products, next }] = await Promise.all([
    reader.count(),
    pageOf(reader, { ...request, sort: 'newest' })
  ])
  return { products, total, totalIsExact: true, ...next }
}

/** Throws `CATEGORY_NOT_FOUND` or `CURSOR_INVALID`. */
export async function listCategory(
  reader: ProductReader,
  categoryId: string,
  request: PageRequest
): Promise<CategoryPage> {
  const path = (await reader.categoryPath(categoryId)).map(({ id, name, count }) => ({
    id,
    name,
    count
  }))
  const category = path.at(-1)
  if (category === undefined) {
    throw new DomainError('CATEGORY_NOT_FOUND', 'there is no such category')
  }
  const { products, next } = await pageOf(reader, { ...request, categoryId })
  return {
    activeProducts: products,
    total: category.count,
    ...next,
    category,
    ancestors: path.slice(0, -1)
  }
}

/** Throws `CURSOR_INVALID`. */
export async function searchProducts(
  reader: ProductReader,
  request: { readonly text: string; readonly limit: number; readonly cursor?: string }
): Promise<SearchPage> {
  const terms = await termsOf(request.text, reader)
  const query = ['search', ...terms.map(term => term.word)]
  const after = request.cursor === undefined ? undefined : positionOf(request.cursor, query)
  const { hits, total, totalIsExact } = await search(terms, reader)
  const rest = after === undefined ? hits : hits.slice(startBehind(hits, after))
  const shown = rest.slice(0, request.limit)
  const found = await inOrder(
    reader,
    shown.map(({ candidate }) => candidate.id)
  )
  const last = shown.at(-1)
  return {
    products: found.map(product => ({ ...product, matched: matchedIn(product, terms) })),
    total,
    totalIsExact,
    ...(last !== undefined &&
      rest.length > shown.length && { next: cursorAt(positionOfHit(last), query) })
  }
}

async function pageOf(
  reader: ProductReader,
  request: PageRequest & { readonly categoryId?: string }
): Promise<{ readonly products: readonly Product[]; readonly next: { readonly next?: string } }> {
  const { categoryId, sort, limit, cursor } = request
  const query = ['list', categoryId ?? '', sort]
  const after = cursor === undefined ? undefined : positionOf(cursor, query)
  if (after !== undefined && (typeof after.value === 'string') !== (sort === 'name')) {
    throw invalid()
  }
  const listed = await reader.list({
    sort,
    // One more tells whether there is a next page.
    limit: limit + 1,
    ...(categoryId !== undefined && { categoryId }),
    ...(after !== undefined && { after })
  })
  const shown = listed.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = listed.length > limit && last !== undefined
  return {
    products: shown.map(({ product }) => product),
    next: hasMore ? { next: cursorAt(last.position, query) } : {}
  }
}

async function inOrder(reader: ProductReader, ids: readonly string[]): Promise<readonly Product[]> {
  if (ids.length === 0) return []
  const byId = new Map((await reader.find(ids)).map(product => [product.id, product]))
  return ids.flatMap(id => byId.get(id) ?? [])
}

function positionOfHit({ candidate, rank }: Hit): Position {
  return { value: rank, name: candidate.name, seq: candidate.seq }
}

/** By order and not by identity: the product at the end of the last page may be gone. */
function startBehind(hits: readonly Hit[], { value, name = '', seq }: Position): number {
  if (typeof value !== 'number') throw invalid()
  const index = hits.findIndex(({ candidate, rank }) => {
    if (rank !== value) return rank > value
    if (candidate.name !== name) return candidate.name > name
    return candidate.seq > seq
  })
  return index < 0 ? hits.length : index
}
