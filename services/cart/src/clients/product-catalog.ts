import { query, type OnMistake, type ServiceClient } from '@microzon/shared/client'
import { Type, type Static } from 'typebox'
import type { Catalog, Product } from '../domain/catalog.ts'

/** A view must not wait longer for prices than a shopper waits for a page. */
const deadlineMs = 1_500

const priceMax = 100_000_000
const ProductAnswer = Type.Object({
  id: Type.String({ maxLength: 64 }),
  name: Type.String({ maxLength: 200 }),
  options: Type.Array(
    Type.Object({
      name: Type.String({ maxLength: 200 }),
      priceInCent: Type.Integer({ minimum: 0, maximum: priceMax }),
      stock: Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
    }),
    { maxItems: 1_000 }
  ),
  images: Type.Optional(
    Type.Array(Type.Object({ thumbnail: Type.Optional(Type.String({ maxLength: 500 })) }))
  )
})
const ProductsAnswer = Type.Object({ products: Type.Array(ProductAnswer, { maxItems: 1_000 }) })

/**
 * The catalogue, as the product service answers for it. Whatever goes wrong there means "cannot be
 * asked". It refuses nobody the products of some ids: a refusal is a mistake of ours.
 */
export function createProductCatalog(client: ServiceClient, onMistake: OnMistake): Catalog {
  return {
    async find(ids) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /products',
        path: `/products${query({ ids: ids.join(',') })}`,
        answer: ProductsAnswer,
        deadlineMs
      })
      if (result.kind === 'business') onMistake(result)
      if (result.kind !== 'answered') return undefined
      return new Map(result.body.products.map(product => [product.id, productOf(product)]))
    }
  }
}

function productOf(answer: Static<typeof ProductAnswer>): Product {
  return {
    id: answer.id,
    name: answer.name,
    picture: answer.images?.[0]?.thumbnail,
    options: answer.options.map(({ name, priceInCent, stock }) => ({
      name,
      priceCents: priceInCent,
      stock
    }))
  }
}
