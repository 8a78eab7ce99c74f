import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoints } from '@microzon/shared/client'
import type { ServiceRuntime } from '@microzon/shared/service'
import type { Span } from '@microzon/shared/telemetry'
import type { Pool } from 'undici'
import { errorPage, localeOf, type EdgeStatus } from './error-page.ts'
import { forward } from './forward.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import { isPassedPath } from './passed-path.ts'
import type { RateLimit } from './rate-limit.ts'
import { readBody, type Body } from './read-body.ts'
import { routeRequest } from './route-request.ts'

export type EdgePorts = {
  readonly runtime: Pick<ServiceRuntime, 'tracer' | 'logger' | 'metrics' | 'clock'>
  readonly endpoints: Endpoints<Pool>
  readonly rateLimit: RateLimit
  readonly random: () => number
}

const methods = new Set(['GET', 'HEAD', 'POST'])
/** Limits to the head of an answer. A page gives up by itself before its own; a checkout takes longer. */
const headMs = { page: 3_500, form: 12_000 }

/** Serves one request of a browser. */
export async function handleRequest(
  ports: EdgePorts,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const { tracer, metrics, clock } = ports.runtime
  const startedAt = clock()
  const [path = '/'] = (request.url ?? '/').split('?', 1)
  // The trace begins here: what a browser says of traces is not believed.
  const span = tracer.serverSpan({}, `${request.method?.toLowerCase() ?? ''} edge`)
  const refused = await refusalOf(ports, request)
  if (refused !== undefined) refuse(refused, { request, response, span })
  else await serve(ports, span, { request, response })
  const { statusCode: status } = response
  span.tag('http.path', path)
  span.tag('http.status_code', status)
  if (status >= 500) span.error(`status ${status}`)
  span.finish()
  const durationMs = clock() - startedAt
  metrics.httpServer({ method: request.method ?? '', route: 'edge', status, durationMs })
}

type Refusal = { readonly status: EdgeStatus; readonly headers?: Readonly<Record<string, string>> }
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

async function refusalOf(
  { rateLimit }: EdgePorts,
  request: IncomingMessage
): Promise<Refusal | undefined> {
  const wait = rateLimit.take(request.socket.remoteAddress ?? '')
  if (wait > 0) return { status: 429, headers: { 'retry-after': String(wait) } }
  if (!isPassedPath(request.url ?? '')) return { status: 404 }
  if (!methods.has(request.method ?? ''))
    return { status: 405, headers: { allow: 'GET, HEAD, POST' } }
  return undefined
}

async function serve(ports: EdgePorts, span: Span, { request, response }: Exchange): Promise<void> {
  const body = await readBody(request)
  if (body.kind === 'broken') return void response.destroy()
  if (body.kind === 'too-large') return refuse({ status: 413 }, { request, response, span })
  const isSafe = request.method !== 'POST'
  const routed = await routeRequest({
    endpoints: ports.endpoints,
    random: ports.random,
    isSafe,
    isRepeatable: body.kind !== 'stream',
    attempt: (pool, endpointId) => {
      const limit = isSafe ? headMs.page : headMs.form
      const attempt = ports.runtime.tracer.clientSpan('forward to web', span)
      attempt.remote('web')
      attempt.tag('instance', endpointId)
      const added = { ...attempt.headers(), 'x-deadline-ms': String(limit - 100) }
      return forward({
        pool,
        method: request.method ?? 'GET',
        target: request.url ?? '/',
        headers: requestHeaders(request, added),
        body: bytesOf(body),
        response,
        headMs: limit,
        headersOf: received => responseHeaders(received, span.traceId)
      }).finally(attempt.finish)
    }
  })
  if (routed.kind === 'unanswered' && !response.headersSent && !response.destroyed) {
    ports.runtime.logger.warn(
      { status: routed.status, correlation: span.traceId },
      'web does not answer'
    )
    refuse({ status: routed.status, headers: { 'retry-after': '2' } }, { request, response, span })
  }
}

function bytesOf(body: Body): Parameters<typeof forward>[0]['body'] {
  switch (body.kind) {
    case 'kept':
      return body.bytes
    case 'stream':
      return body.stream
    default:
      return null
  }
}

function refuse(
  refusal: Refusal,
  { request, response, span }: Exchange & { readonly span: Span }
): void {
  const locale = localeOf(request.headers['accept-language'])
  const page = errorPage(refusal.status, { correlationId: span.traceId, locale })
  response.writeHead(refusal.status, {
    ...securityHeaders,
    ...refusal.headers,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'x-correlation-id': span.traceId
  })
  response.end(request.method === 'HEAD' ? undefined : page)
  // What is left of a body that nobody reads must not be taken for the next request.
  if (!request.complete) response.once('finish', () => request.socket.destroySoon())
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'Accept-Language'
}
