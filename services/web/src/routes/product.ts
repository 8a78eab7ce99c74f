import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Catalog, Product } from '../domain/catalog.ts'
import { productPage } from '../views/product.ts'
import type { FormState } from '../views/models.ts'
import { frameOf, framing, sendPage } from './frame.ts'
import type { WebPorts } from './ports.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'

const relatedMax = 6

const params = Type.Object({ id: Type.String({ maxLength: 100 }) })
const query = Type.Object({ option: Type.Optional(Type.String({ maxLength: 100 })) })

/** A product's page. */
export function productRoutes(app: Service, ports: WebPorts): void {
  app.get('/shop/product/:id', { schema: { params, querystring: query } }, (request, reply) =>
    sendProduct(
      ports,
      { request, reply },
      { productId: request.params.id, option: request.query.option }
    )
  )
}

export const emptyForm: FormState = { values: {}, errors: {}, message: undefined }

/** Shows a product, also as the answer to a form on its page that went wrong. */
export async function sendProduct(
  ports: WebPorts,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  asked: {
    readonly productId: string
    readonly option: string | undefined
    readonly form?: FormState
    readonly status?: number
  }
): Promise<FastifyReply> {
  const [frame, product] = await Promise.all([
    frameOf(request, ports),
    ports.catalog.product(asked.productId)
  ])
  const related = await relatedTo(ports.catalog, product)
  const chosen = product.options.find(({ name }) => name === asked.option)
  const usual = product.options.find(({ stock }) => stock > 0) ?? product.options[0]
  const option = (chosen ?? usual)?.name ?? ''
  const model = { product, option, related, form: asked.form ?? emptyForm }
  return sendPage(reply, productPage(framing(frame, [product]), model), asked.status)
}

/** More of the same category; a page without it is as good. */
async function relatedTo(
  catalog: Catalog,
  { id, breadcrumbs }: Product
): Promise<readonly Product[]> {
  const category = breadcrumbs.at(-1)
  if (category === undefined) return []
  const query = { id: category.id, cursor: undefined, sort: undefined, limit: relatedMax + 1 }
  const page = await catalog.category(query).catch(() => undefined)
  return page?.products.filter(product => product.id !== id).slice(0, relatedMax) ?? []
}
