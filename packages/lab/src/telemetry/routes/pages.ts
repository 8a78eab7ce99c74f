import type { FastifyInstance } from 'fastify'
import { linkServices } from '../dependency-links.ts'
import type { SpanStore } from '../store/span-store.ts'
import {
  parameterOf,
  QueryError,
  readTraceQuery,
  type QueryParameters,
  type TraceQuery
} from '../trace-query.ts'
import { arrangeTrace, type TraceTree } from '../trace-tree.ts'
import { messagePage } from '../views/layout.ts'
import { servicesPage } from '../views/services-page.ts'
import { traceListPage } from '../views/trace-list-page.ts'
import { tracePage } from '../views/trace-page.ts'
import { normalizeTraceId, type ZipkinSpan } from '../zipkin-span.ts'
import { sendHtml, wantsHtml } from './html-answer.ts'
import { stylesheet } from './stylesheet.ts'

type Ports = { readonly spans: SpanStore; readonly nowMs: () => number }

/** Pages at the addresses where Zipkin has its own, so that links into it work with either. */
export function registerPages(app: FastifyInstance, { spans, nowMs }: Ports): void {
  app.get('/', async (_request, reply) => reply.redirect('/zipkin/'))
  app.get('/zipkin', async (_request, reply) => reply.redirect('/zipkin/'))

  app.get<{ Querystring: QueryParameters }>('/zipkin/', async (request, reply) => {
    const traceId = traceIdOf(parameterOf(request.query, 'traceId'))
    if (traceId !== undefined) return reply.redirect(`/zipkin/traces/${traceId}`)
    const { status, ...found } = searchForPage(spans, request.query, nowMs())
    const service = parameterOf(request.query, 'serviceName')
    const page = traceListPage({
      parameters: request.query,
      services: spans.services(),
      spanNames: service === undefined ? [] : spans.spanNames(service.toLowerCase()),
      nowMs: nowMs(),
      ...found
    })
    return sendHtml(reply.code(status), page)
  })

  app.get<{ Params: { traceId: string } }>('/zipkin/traces/:traceId', async (request, reply) => {
    const traceId = traceIdOf(request.params.traceId)
    const tree = traceId === undefined ? undefined : readTree(spans.trace(traceId) ?? [])
    if (tree === undefined) return sendHtml(reply.code(404), missingTrace())
    return sendHtml(reply, tracePage(tree))
  })

  app.get('/zipkin/dependency', async (_request, reply) => {
    const to = nowMs()
    const links = await linkServices(spans.links({ from: to - hourMs, to }))
    return sendHtml(reply, servicesPage(links))
  })

  app.get('/telemetry.css', async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(stylesheet.text)
  )

  app.setNotFoundHandler(async (request, reply) => {
    reply.code(404)
    if (!wantsHtml(request)) return reply.type('text/plain').send('404 not found\n')
    return sendHtml(reply, messagePage('Nothing here', 'There is no such page.'))
  })
}

/** A wrong field is told above the form, which keeps what was typed. */
function searchForPage(
  spans: SpanStore,
  parameters: QueryParameters,
  nowMs: number
): { readonly status: number; readonly traces: readonly TraceTree[]; readonly problem?: string } {
  try {
    const found = spans.search(readPageQuery(parameters, nowMs))
    return { status: 200, traces: found.flatMap(texts => readTree(texts) ?? []) }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { status: 400, traces: [], problem: error.message }
  }
}

/** The form speaks of milliseconds and has a box for failures; the rest is as in the API. */
function readPageQuery(parameters: QueryParameters, nowMs: number): TraceQuery {
  const minMs = parameterOf(parameters, 'minMs')
  const annotations = [
    parameterOf(parameters, 'annotationQuery'),
    parameterOf(parameters, 'failed') === undefined ? undefined : 'error'
  ].filter(part => part !== undefined)
  return readTraceQuery(
    {
      limit: '50',
      ...parameters,
      ...(minMs === undefined ? {} : { minDuration: `${minMs}000` }),
      annotationQuery: annotations.join(' and ')
    },
    nowMs
  )
}

function readTree(texts: readonly string[]): TraceTree | undefined {
  // The store holds what was checked when it came in.
  return arrangeTrace(texts.map(text => JSON.parse(text) as ZipkinSpan))
}

/** People paste ids as they find them; undefined for what is none. */
function traceIdOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return normalizeTraceId(text.trim().toLowerCase())
  } catch {
    return undefined
  }
}

function missingTrace(): ReturnType<typeof messagePage> {
  return messagePage(
    'This trace is not here',
    'It may not have come in yet: spans are sent every half second. Or it was old and made room for others.'
  )
}

const hourMs = 3_600_000
