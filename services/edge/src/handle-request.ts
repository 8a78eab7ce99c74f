import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Importance } from '@microzon/shared/admission'
import type { Budget, Tell } from '@microzon/shared/client'
import type { ServiceRuntime } from '@microzon/shared/service'
import { createRequestLogRule, runInContext, type Span } from '@microzon/shared/telemetry'
import { networkOf } from './client-network.ts'
import { deadlineHeader, headMsUsual, type HeadMs } from './deadline.ts'
import { forward, type Forwarded } from './forward.ts'
import { clientOf, requestHeaders, responseHeaders } from './headers.ts'
import { isPassedPath } from './passed-path.ts'
import type { Places } from './places.ts'
import type { RateLimit } from './rate-limit.ts'
import { hasBody, readBody, type Body } from './read-body.ts'
import { refuse, type Refusal } from './refuse.ts'
import { routeRequest, type Attempt } from './route-request.ts'

export type EdgePorts = {
  readonly runtime: Pick<ServiceRuntime, 'tracer' | 'logger' | 'metrics' | 'clock'>
  readonly places: Places
  readonly rateLimit: RateLimit
  /** What repeats at other instances of web cost together. */
  readonly budget: Budget
  /** Hears of repeats, and of those that the budget has not allowed. */
  readonly tell: Tell
  readonly isDraining: () => boolean
  readonly headMs?: Readonly<Record<'page' | 'form', HeadMs>>
  /** Of one request at instances of web, the first included. */
  readonly attemptsMax?: number
}

const methods = new Set(['GET', 'HEAD', 'POST'])

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly span: Span
}

/** Serves the requests of browsers, each in a trace that begins here. */
export function createHandler(
  ports: EdgePorts
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { tracer, metrics, logger, clock } = ports.runtime
  const isLogged = createRequestLogRule({ onSkipped: metrics.requestLogSkipped })
  return (request, response) => {
    const startedAt = clock()
    const method = request.method ?? ''
    // What a browser says of traces is not believed.
    const span = tracer.serverSpan({}, `${method.toLowerCase()} edge`)
    return runInContext({ span, correlationId: span.traceId }, async () => {
      await serve(ports, { request, response, span })
      const status = response.statusCode
      const durationMs = clock() - startedAt
      span.tag('http.path', request.url?.split('?', 1)[0] ?? '')
      span.tag('http.status_code', status)
      if (status >= 500) span.error(`status ${status}`)
      span.finish()
      metrics.httpServer({ method, route: 'edge', status, durationMs })
      const { traceId, sampled } = span
      if (isLogged({ status, durationMs, sampled, traceId })) {
        logger.info({ method, route: 'edge', status, durationMs }, 'served')
      }
    })
  }
}

async function serve(ports: EdgePorts, exchange: Exchange): Promise<void> {
  const refusal = refusalOf(ports, exchange.request)
  if (refusal !== undefined) return answer(refusal, ports, exchange)
  const body = await readBody(exchange.request)
  if (body.kind === 'broken') return leave(exchange)
  if (body.kind === 'too-large') return answer({ status: 413 }, ports, exchange)
  await route(ports, exchange, body)
}

function refusalOf({ rateLimit }: EdgePorts, request: IncomingMessage): Refusal | undefined {
  const wait = rateLimit.take(networkOf(clientOf(request)))
  if (wait > 0) return { status: 429, headers: { 'retry-after': String(wait) } }
  if (!isPassedPath(request.url ?? '')) return { status: 404 }
  if (!methods.has(request.method ?? '')) {
    return { status: 405, headers: { allow: 'GET, HEAD, POST' } }
  }
  if (!hasOneHost(request) || !isFramed(request)) {
    return { status: 400, headers: { connection: 'close' } }
  }
  return isOdd(request) ? { status: 400 } : undefined
}

/** Only before HTTP/1.1 a request may do without. */
function hasOneHost({ headersDistinct, httpVersion }: IncomingMessage): boolean {
  const hosts = headersDistinct['host']?.length ?? 0
  return hosts === 1 || (hosts === 0 && httpVersion !== '1.1')
}

/** Chunks came with HTTP/1.1: where such a body ends is anybody's guess before. */
function isFramed({ headers, httpVersion }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined || httpVersion === '1.1'
}

/**
 * What different readers would read differently: a body where none belongs, an encoding that is not
 * ours, an expectation that nobody knows.
 */
function isOdd(request: IncomingMessage): boolean {
  const { 'transfer-encoding': encoding = 'chunked', expect = '100-continue' } = request.headers
  return (
    (request.method !== 'POST' && hasBody(request)) ||
    encoding.toLowerCase() !== 'chunked' ||
    expect.toLowerCase() !== '100-continue'
  )
}

async function route(ports: EdgePorts, exchange: Exchange, body: Body): Promise<void> {
  const { request, response } = exchange
  const { page, form } = ports.headMs ?? headMsUsual
  const routed = await routeRequest({
    places: ports.places,
    budget: ports.budget,
    tell: ports.tell,
    importance: importanceOf(request),
    isGone: () => response.destroyed,
    isSafe: request.method !== 'POST',
    isKept: body.kind !== 'flowing',
    // A body that is kept is there by now: how long a browser takes to send it has a limit of its own.
    headMs: request.method === 'POST' ? form : page,
    clock: ports.runtime.clock,
    attempt: attempt => send(ports, exchange, { ...attempt, body }),
    ...(ports.attemptsMax !== undefined && { attemptsMax: ports.attemptsMax })
  })
  if (routed.kind === 'gone') return leave(exchange)
  if (routed.kind === 'answered' || response.headersSent || response.destroyed) return
  if (body.kind === 'flowing' && body.isTooLarge()) return answer({ status: 413 }, ports, exchange)
  const { status } = routed
  ports.runtime.logger.warn({ status }, 'web does not answer')
  answer({ status, headers: { 'retry-after': '2' } }, ports, exchange)
}

/** A page is worth more than its pictures, and what a shopper does more than what a shopper sees. */
function importanceOf({ method, url = '' }: IncomingMessage): Importance {
  if (method === 'POST') return 'high'
  return /^\/(images|assets)\//.test(url) ? 'low' : 'normal'
}

async function send(
  ports: EdgePorts,
  { request, response, span }: Exchange,
  { pool, endpointId, number, timeoutMs, isWanted, body }: Attempt & { readonly body: Body }
): Promise<Forwarded> {
  const attempt = ports.runtime.tracer.clientSpan('forward to web', span)
  attempt.remote('web')
  attempt.tag('instance', endpointId)
  const added = {
    ...attempt.headers(),
    'x-deadline-ms': deadlineHeader(timeoutMs),
    'x-attempt': String(number)
  }
  const forwarded = await forward({
    pool,
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: requestHeaders(request, added),
    body: bytesOf(body),
    response,
    headMs: timeoutMs,
    headersOf: received => ({
      ...responseHeaders(received, span.traceId),
      ...(ports.isDraining() && { connection: 'close' })
    }),
    isWanted
  })
  const failure = failureOf(forwarded)
  if (failure !== undefined) attempt.error(failure)
  attempt.finish()
  return forwarded
}

function failureOf(forwarded: Forwarded): string | undefined {
  switch (forwarded.kind) {
    case 'answered':
      return forwarded.isWhole ? undefined : 'cut within the answer'
    case 'dropped':
      return `status ${forwarded.status}`
    case 'gone':
      return 'the browser has left'
    case 'failed':
      return forwarded.reason
  }
  return forwarded satisfies never
}

/** For who has left: told in figures by the status that nginx gives it. */
function leave({ response }: Exchange): void {
  response.statusCode = 499
  response.destroy()
}

function bytesOf(body: Body): Parameters<typeof forward>[0]['body'] {
  if (body.kind === 'kept') return body.bytes
  return body.kind === 'flowing' ? body.open() : null
}

function answer(refusal: Refusal, { isDraining }: EdgePorts, exchange: Exchange): void {
  const { request, response, span } = exchange
  refuse(refusal, { request, response, correlationId: span.traceId, isDraining: isDraining() })
}
