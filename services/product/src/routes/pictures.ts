import { createHash } from 'node:crypto'
import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { findProduct } from '../domain/catalogue.ts'
import { drawPicture } from '../domain/picture/draw-picture.ts'
import type { ProductReader } from '../domain/ports.ts'
import type { Product } from '../domain/product.ts'
import { readers } from './callers.ts'
import { idParams } from './schemas.ts'

type Picture = { readonly svg: string; readonly etag: string }

const picture = Type.Unsafe<string>({ content: { 'image/svg+xml': { schema: Type.String() } } })
/** Some 3 MiB. */
const picturesMax = 500
const cacheControl = 'public, max-age=3600, stale-while-revalidate=86400'

export function pictureRoutes(app: Service, products: ProductReader): void {
  const pictures = new Map<string, Picture>()
  app.get(
    '/products/:id/picture.svg',
    {
      config: readers,
      schema: {
        summary: 'The picture of a product',
        description:
          'The same product has the same picture. Answers 304 to a known `If-None-Match`.',
        params: idParams,
        response: responses({ 200: picture, 304: Type.Null() })
      }
    },
    async ({ params, headers }, reply) => {
      const { svg, etag } = pictureOf(pictures, await findProduct(products, params.id))
      void reply.headers({ etag, 'cache-control': cacheControl })
      if (isKnown(headers['if-none-match'], etag)) return reply.code(304).send(null)
      return reply.type('image/svg+xml').send(svg)
    }
  )
}

/** Drawn once for all that it shows; those that were made first are forgotten first. */
function pictureOf(pictures: Map<string, Picture>, product: Product): Picture {
  const { id, sku, name, description, categories } = product
  const key = createHash('sha256')
    .update(JSON.stringify([id, sku, name, description, categories]))
    .digest('base64url')
  const known = pictures.get(key)
  if (known !== undefined) return known
  const svg = drawPicture({ id, sku, name, description, categories })
  const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`
  pictures.set(key, { svg, etag })
  const [oldest] = pictures.keys()
  if (pictures.size > picturesMax && oldest !== undefined) pictures.delete(oldest)
  return { svg, etag }
}

function isKnown(header: string | undefined, etag: string): boolean {
  const given = header?.split(',').map(tag => tag.trim().replace(/^W\//, '')) ?? []
  return given.includes(etag) || given.includes('*')
}
