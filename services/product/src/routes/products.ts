import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { findProduct, findProducts, listProducts, searchProducts } from '../domain/catalogue.ts'
import type { ProductReader } from '../domain/ports.ts'
import { readers } from './callers.ts'
import { cursorSchema, idParams, limitSchema, productPageSchema, productSchema } from './schemas.ts'

const idsMax = 100
const idLengthMax = 80

export function productRoutes(app: Service, products: ProductReader): void {
  app.get(
    '/products/:id',
    {
      config: readers,
      schema: {
        summary: 'One product',
        params: idParams,
        response: responses({ 200: productSchema })
      }
    },
    ({ params }) => findProduct(products, params.id)
  )

  app.get(
    '/products',
    {
      config: readers,
      schema: {
        summary: 'Products by ids, by a search, or all of them',
        description:
          'With `ids` those that exist, in that order. With `q` those that have all of its first eight ' +
          'words: as they are, as the start of a word (from two letters) or with one typing ' +
          'error (from five ' +
          'letters), the best first. With neither all products, the newest first. With both, `ids` count; ' +
          'they are not paged.',
        querystring: Type.Object(
          {
            ids: Type.Optional(
              Type.String({
                maxLength: idsMax * (idLengthMax + 1),
                pattern: `^[^,]{1,${idLengthMax}}(,[^,]{1,${idLengthMax}}){0,${idsMax - 1}}$`,
                description: 'At most 100, parted by commas.'
              })
            ),
            q: Type.Optional(Type.String({ maxLength: 200 })),
            limit: limitSchema,
            cursor: cursorSchema
          },
          { additionalProperties: false }
        ),
        response: responses({ 200: productPageSchema })
      }
    },
    ({ query }) => {
      const { ids, q, limit = 24, cursor } = query
      const page = { limit, ...(cursor !== undefined && { cursor }) }
      if (ids !== undefined) return findProducts(products, ids.split(','))
      if (q !== undefined) return searchProducts(products, { text: q, ...page })
      return listProducts(products, page)
    }
  )
}
