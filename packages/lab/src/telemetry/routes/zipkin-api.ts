import type { FastifyInstance, FastifyReply } from 'fastify'
import { linkServices } from '../dependency-links.ts'
import type { SpanStore } from '../store/span-store.ts'
import {
  readDependencyQuery,
  readServiceName,
  readTraceQuery,
  type QueryParameters
} from '../trace-query.ts'
import { normalizeTraceId, readSpans, SpanFormatError } from '../zipkin-span.ts'

/** Zipkin's v2 API, with the answers and the errors of the real one. */
export function registerZipkinApi(
  app: FastifyInstance,
  { spans, nowMs }: { readonly spans: SpanStore; readonly nowMs: () => number }
): void {
  app.get('/health', async () => ({
    status: 'UP',
    zipkin: { status: 'UP', details: { spans: spans.count() } }
  }))

  app.post<{ Body: string }>('/api/v2/spans', async (request, reply) => {
    spans.add(parseSpans(request.body))
    return reply.code(202).send()
  })

  app.get<{ Params: { traceId: string } }>('/api/v2/trace/:traceId', async (request, reply) => {
    const traceId = normalizeTraceId(request.params.traceId)
    const found = spans.trace(traceId)
    if (found === undefined)
      return reply.code(404).type('text/plain').send(`${traceId} not found\n`)
    return sendJson(reply, listOf(found))
  })

  app.get<{ Querystring: QueryParameters }>('/api/v2/traces', async (request, reply) => {
    const found = spans.search(readTraceQuery(request.query, nowMs()))
    return sendJson(reply, listOf(found.map(listOf)))
  })

  app.get('/api/v2/services', async () => spans.services())

  app.get<{ Querystring: QueryParameters }>('/api/v2/spans', async request =>
    spans.spanNames(readServiceName(request.query))
  )

  app.get<{ Querystring: QueryParameters }>('/api/v2/remoteServices', async request =>
    spans.remoteServices(readServiceName(request.query))
  )

  app.get<{ Querystring: QueryParameters }>('/api/v2/dependencies', async request =>
    linkServices(spans.links(readDependencyQuery(request.query)))
  )
}

function parseSpans(body: string | undefined): ReturnType<typeof readSpans> {
  if (body === undefined || body === '') return []
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (cause) {
    throw Object.assign(new SpanFormatError('expected a list of spans in JSON'), { cause })
  }
  return readSpans(value)
}

function listOf(texts: readonly string[]): string {
  return `[${texts.join(',')}]`
}

function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json').send(text)
}
