import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { categoryTree, listCategory } from '../domain/catalogue.ts'
import type { ProductReader } from '../domain/ports.ts'
import { readers } from './callers.ts'
import {
  categoryPageSchema,
  cursorSchema,
  idParams,
  limitSchema,
  sortSchema,
  treeSchema
} from './schemas.ts'

export function categoryRoutes(app: Service, products: ProductReader): void {
  app.get(
    '/categories',
    {
      config: readers,
      schema: {
        summary: 'The tree of categories with their numbers of products',
        response: responses({ 200: treeSchema })
      }
    },
    async () => ({ tree: await categoryTree(products) })
  )

  app.get(
    '/categories/:id/products',
    {
      config: readers,
      schema: {
        summary: 'Products in a category and below it, page by page',
        params: idParams,
        querystring: Type.Object(
          { limit: limitSchema, cursor: cursorSchema, sort: sortSchema },
          { additionalProperties: false }
        ),
        response: responses({ 200: categoryPageSchema })
      }
    },
    ({ params, query }) => {
      const { limit = 24, sort = 'newest', cursor } = query
      const request = { limit, sort, ...(cursor !== undefined && { cursor }) }
      return listCategory(products, params.id, request)
    }
  )
}
