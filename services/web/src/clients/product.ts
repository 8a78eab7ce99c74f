import { path, query, type ServiceClient } from '@microzon/shared/client'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Catalog, CategoryNode, Product } from '../domain/catalog.ts'
import { unwrap } from './unwrap.ts'

const text = (maxLength: number) => Type.String({ maxLength })
const crumb = Type.Object({ id: text(200), name: text(200) })
const category = Type.Object({ id: text(200), name: text(200), count: Type.Integer() })
const option = Type.Object({
  name: text(100),
  description: Type.Optional(text(1_000)),
  priceInCent: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  stock: Type.Integer({ minimum: 0 })
})
const product = Type.Object({
  id: text(100),
  name: text(200),
  description: Type.Optional(text(4_000)),
  options: Type.Array(option, { minItems: 1, maxItems: 20 }),
  breadcrumbs: Type.Array(crumb, { maxItems: 10 }),
  matched: Type.Optional(Type.Array(text(200), { maxItems: 100 }))
})
const products = Type.Array(product, { maxItems: 100 })
const next = Type.Optional(text(1_000))
const page = Type.Object({ products, total: Type.Integer(), totalIsExact: Type.Boolean(), next })
const categoryPage = Type.Object({
  activeProducts: products,
  total: Type.Integer(),
  next,
  category,
  ancestors: Type.Array(category, { maxItems: 10 })
})
// Deeper levels are checked when they are read.
const tree = Type.Object({
  tree: Type.Array(Type.Object({ category, children: Type.Array(Type.Unknown()) }))
})
const node = Type.Object({ category, children: Type.Array(Type.Unknown()) })

/**
 * Pages of browsing are the same for everybody, and survive an outage. They are at most a second
 * old while product answers; what is bought is priced by cart and billing, which ask for themselves.
 */
const cache = { freshMs: 1_000, staleMs: 300_000 }

/** The product service over HTTP. */
export function createProductClient(client: ServiceClient): Catalog {
  return {
    async categories() {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /categories',
        path: '/categories',
        cache,
        answer: tree
      })
      return nodesOf(unwrap(result, 'PRODUCT_UNAVAILABLE').tree, 0)
    },
    async category({ id, cursor, sort, limit }) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /categories/:id/products',
        path: `${path`/categories/${id}/products`}${query({ cursor, sort, limit })}`,
        cache,
        answer: categoryPage
      })
      const told = unwrap(result, 'PRODUCT_UNAVAILABLE', ['CATEGORY_NOT_FOUND', 'CURSOR_INVALID'])
      const { activeProducts, total, category: itself, ancestors } = told
      const found = activeProducts.map(aged(result))
      return {
        products: found,
        total,
        totalIsExact: true,
        next: told.next,
        category: itself,
        ancestors
      }
    },
    ...createLists(client),
    async product(id) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /products/:id',
        path: path`/products/${id}`,
        cache,
        answer: product
      })
      return aged(result)(unwrap(result, 'PRODUCT_UNAVAILABLE', ['PRODUCT_NOT_FOUND']))
    },
    async picture(id) {
      const result = await client.callText({
        method: 'GET',
        operation: 'GET /products/:id/picture.svg',
        path: path`/products/${id}/picture.svg`,
        cache
      })
      const svg = unwrap(result, 'PRODUCT_UNAVAILABLE', ['PRODUCT_NOT_FOUND'])
      const headers = result.kind === 'answered' ? result.headers : {}
      return { svg, etag: headers['etag'], cacheControl: headers['cache-control'] }
    }
  }
}

function createLists(client: ServiceClient): Pick<Catalog, 'search' | 'newest'> {
  return {
    async search({ text: q, cursor, limit }) {
      const found = await list(client, { q, cursor, limit })
      return { ...found, products: found.products.map(aged(found)) }
    },
    async newest(limit) {
      const found = await list(client, { limit })
      return found.products.map(aged(found))
    }
  }
}

type Query = Readonly<Record<'q' | 'cursor', string | undefined>> & { readonly limit: number }

type Listed = Omit<Static<typeof page>, 'next'> & {
  readonly next: string | undefined
  readonly ageMs: number | undefined
}

async function list(client: ServiceClient, asked: Partial<Query>): Promise<Listed> {
  const result = await client.call({
    method: 'GET',
    operation: asked.q === undefined ? 'GET /products' : 'GET /products?q',
    path: `/products${query(asked)}`,
    cache,
    answer: page
  })
  const told = unwrap(result, 'PRODUCT_UNAVAILABLE', ['CURSOR_INVALID'])
  return { ...told, next: told.next, ageMs: result.kind === 'answered' ? result.ageMs : undefined }
}

/** Reads a product out of an answer that may be one of before. */
function aged(answer: { readonly ageMs?: number | undefined } | { readonly kind: string }) {
  const ageMs = 'ageMs' in answer ? answer.ageMs : undefined
  return (told: Static<typeof product>): Product => {
    const read = productOf(told)
    return ageMs === undefined ? read : { ...read, ageMs }
  }
}

function productOf({
  description = '',
  options,
  matched = [],
  ...rest
}: Static<typeof product>): Product {
  const read = options.map(({ name, description: more, priceInCent, stock }) => {
    return { name, description: more, priceCents: priceInCent, stock }
  })
  return { ...rest, description, options: read, matched }
}

const depthMax = 4

function nodesOf(nodes: readonly unknown[], depth: number): readonly CategoryNode[] {
  if (depth >= depthMax) return []
  return nodes.filter(isNode).map(({ category: itself, children }) => {
    return { category: itself, children: nodesOf(children, depth + 1) }
  })
}

function isNode(value: unknown): value is Static<typeof node> {
  return Value.Check(node, value)
}
