import { isDomainError } from '@microzon/shared/errors'
import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Picture } from '../domain/catalog.ts'
import type { WebPorts } from './ports.ts'

const params = Type.Object({ file: Type.String({ maxLength: 110, pattern: '\\.svg$' }) })

/** The pictures of the products. */
export function pictureRoutes(app: Service, { catalog }: Pick<WebPorts, 'catalog'>): void {
  app.get('/images/:file', { schema: { params } }, async (request, reply) => {
    const found = await catalog.picture(request.params.file.slice(0, -'.svg'.length)).catch(blankOf)
    // A picture opened by itself must not run anything.
    reply.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    const { svg, etag, cacheControl, status } = { status: 200, ...found }
    if (etag) reply.header('etag', etag)
    reply.header('cache-control', cacheControl ?? 'public, max-age=300')
    if (etag !== undefined && request.headers['if-none-match'] === etag)
      return reply.code(304).send()
    return reply.code(status).type('image/svg+xml').send(svg)
  })
}

/** In place of one that cannot be had: browsers draw it whatever the status, and no broken frame. */
function blankOf(error: unknown): Picture & { readonly status: number } {
  if (!isDomainError(error)) throw error
  const status = error.code === 'PRODUCT_NOT_FOUND' ? 404 : 503
  return { svg: blank, etag: undefined, cacheControl: 'no-store', status }
}

const blank =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5">' +
  '<path d="M0 0h4v5H0z" fill="#b98352" opacity=".16"/></svg>'
