import { path, query, type ServiceClient } from '@microzon/shared/client'
import { Type } from 'typebox'
import type { Product } from './cart-operations.ts'
import type { Operations } from './operations.ts'

const productsMax = 20
const Products = Type.Object({
  products: Type.Array(
    Type.Object({ id: Type.String(), options: Type.Array(Type.Object({ name: Type.String() })) })
  )
})

/** As web reads a product for its page. */
export async function productOperations(client: ServiceClient): Promise<Operations> {
  const products = await findProducts(client)
  let next = 0
  return {
    get() {
      const { productId } = products[next++ % products.length] ?? { productId: '' }
      const operation = 'GET /products/:id'
      return client.call({
        ...cached,
        method: 'GET',
        operation,
        path: path`/products/${productId}`
      })
    }
  }
}

/** As long as web's pages may show an old answer. */
const cached = { cache: { freshMs: 1_000, staleMs: 300_000 } }

/** Some products, each with its first option. Throws when there are none. */
export async function findProducts(client: ServiceClient): Promise<readonly Product[]> {
  const result = await client.call({
    method: 'GET',
    operation: 'GET /products',
    path: `/products${query({ limit: String(productsMax) })}`,
    answer: Products
  })
  const products = result.kind === 'answered' ? result.body.products : []
  const found = products.flatMap(({ id: productId, options: [option] }) =>
    option === undefined ? [] : [{ productId, productOption: option.name }]
  )
  if (found.length === 0) throw new Error(`no products to ask for: ${result.kind}`)
  return found
}
