import { responses, type Service } from '@microzon/shared/service'
import { runOutsideContext } from '@microzon/shared/telemetry'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { ProductStore } from '../domain/ports.ts'
import { productNotFound } from '../domain/product.ts'
import { keyed, saveAll, saveProduct } from '../domain/upsert.ts'
import { staff } from './callers.ts'
import { readDrafts } from './drafts.ts'
import { answerOnce, type KeyedPorts } from './keyed.ts'
import { bulkReportSchema, draftSchema, idParams, savedSchema } from './schemas.ts'

export type ChangePorts = KeyedPorts & { readonly products: ProductStore }

const ndjson = 'application/x-ndjson'
const bulkSchema = {
  summary: 'Make or update many products',
  description:
    'One product a line, as `POST /products` takes it; a line holds 64 KiB at most, the body 256 MiB. ' +
    'Good lines go in, others are reported by number. Safe to repeat, so it needs no key. To see ' +
    'progress, send some thousand lines at a time.',
  querystring: stockQuery(false),
  body: { content: { [ndjson]: { schema: Type.Unsafe<Readable>(Type.Unknown()) } } },
  response: responses({ 200: bulkReportSchema })
}

export function changeRoutes(app: Service, ports: ChangePorts): void {
  addUpsert(app, ports)
  addReplace(app, ports)
  addRemove(app, ports)
  // By itself, so that the route takes nothing but NDJSON, and no other route takes that.
  void app.register((inner, _options, done) => {
    addBulk(inner, ports)
    done()
  })
}

function addUpsert(app: Service, ports: ChangePorts): void {
  app.post(
    '/products',
    {
      config: { ...staff, keyed: true },
      schema: {
        summary: 'Make a product or update it',
        description:
          'The product is known by its sku, without one by its name and first category. One that exists is ' +
          'updated but for its stock; new options bring theirs.',
        querystring: stockQuery(false),
        body: draftSchema,
        response: responses({ 200: savedSchema, 201: savedSchema })
      }
    },
    (request, reply) => {
      const setStock = request.query.stock ?? false
      return answerOnce(ports, { request, reply }, async writer => {
        const saved = await saveProduct(writer, request.body, { setStock })
        const headers = { location: `/products/${encodeURIComponent(saved.id)}` }
        return { status: saved.outcome === 'created' ? 201 : 200, headers, body: saved }
      })
    }
  )
}

function addReplace(app: Service, { products }: ChangePorts): void {
  app.put(
    '/products/:id',
    {
      config: staff,
      schema: {
        summary: 'Replace a product, its stock included',
        description: 'With `stock=false` it keeps its stock, but for options that are new.',
        params: idParams,
        querystring: stockQuery(true),
        body: draftSchema,
        response: responses({ 204: Type.Null() })
      }
    },
    async ({ params, query, body }, reply) => {
      await products.replace(params.id, keyed(body), { setStock: query.stock ?? true })
      return reply.code(204).send(null)
    }
  )
}

function addRemove(app: Service, { products }: ChangePorts): void {
  app.delete(
    '/products/:id',
    {
      config: staff,
      schema: {
        summary: 'Take a product out of the catalogue',
        params: idParams,
        response: responses({ 204: Type.Null() })
      }
    },
    async ({ params }, reply) => {
      if (!(await products.remove(params.id))) throw productNotFound()
      return reply.code(204).send(null)
    }
  )
}

function addBulk(app: Service, { products }: ChangePorts): void {
  // The lines are saved while they arrive: nothing holds a large file.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(ndjson, (_request, payload, done) => done(null, payload))
  app.post('/products/bulk', { config: staff, schema: bulkSchema }, ({ body, query }) => {
    // What the parser above has passed on; a request without a body has none.
    const lines = readDrafts((body as Readable | undefined) ?? Readable.from([]))
    const options = { setStock: query.stock ?? false }
    // Some ten statements for every two hundred lines would fill the trace of the request.
    return runOutsideContext(() => saveAll(products, lines, options))
  })
}

function stockQuery(fallback: boolean) {
  const stock = Type.Boolean({ default: fallback, description: 'Sets the stock too.' })
  return Type.Object({ stock: Type.Optional(stock) }, { additionalProperties: false })
}
