import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../errors/index.ts'
import { createRequestLogRule, runInContext, type Span } from '../telemetry/index.ts'
import type { Service, ServiceRuntime } from './types.ts'

const deadlineMsMax = 60_000
/** What a probe asks leaves no trace: it would bury what people do. */
const quietRoutes = new Set(['/livez', '/readyz', '/metrics', '/openapi.json'])

const spans = new WeakMap<FastifyRequest, Span>()

/** The span of a request that is being served. */
export function spanOf(request: FastifyRequest): Span | undefined {
  return spans.get(request)
}

/** The 128-bit trace id of a request: what a shopper can tell us, and what its log lines are found by. */
export function correlationIdOf(request: FastifyRequest): string {
  return spans.get(request)?.traceId ?? ''
}

/**
 * Gives every request a span, a correlation id, the context that its calls and log lines read, and at its end a count, a
 * duration and, where the rule of the log says so, a line.
 */
export function observe(app: Service, runtime: ServiceRuntime): void {
  const { logger, metrics, tracer, clock } = runtime
  const isLogged = createRequestLogRule({ onSkipped: metrics.requestLogSkipped })
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const span = tracer.serverSpan(request.headers, `${request.method} ${route}`.toLowerCase())
    spans.set(request, span)
    reply.header('x-correlation-id', span.traceId)
    const context = contextOf(request, span, clock())
    runInContext(context, () => done(lateness(context.deadlineAt, clock())))
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const route = routeOptions.url ?? 'unknown'
    const { statusCode: status, elapsedTime: durationMs } = reply
    metrics.httpServer({ method, route, status, durationMs })
    const span = spans.get(request)
    if (span !== undefined && !quietRoutes.has(route)) {
      finishSpan(span, request, reply)
      const { traceId, sampled } = span
      if (isLogged({ status, durationMs, sampled, traceId })) {
        logger.info({ method, route, status, durationMs: Math.round(durationMs) }, 'served')
      }
    }
    done()
  })
}

function contextOf(
  request: FastifyRequest,
  span: Span,
  now: number
): Parameters<typeof runInContext>[0] {
  const token = request.headers['x-customer-token']
  const left = remainingMs(request.headers['x-deadline-ms'])
  return {
    span,
    correlationId: span.traceId,
    ...(left !== undefined && { deadlineAt: now + left }),
    ...(typeof token === 'string' && { customerToken: token })
  }
}

/** What is left of the caller's time; nothing when the header is missing or makes no sense. */
function remainingMs(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), deadlineMsMax)
}

function lateness(deadlineAt: number | undefined, now: number): DomainError | undefined {
  return deadlineAt !== undefined && deadlineAt <= now
    ? new DomainError('DEADLINE_EXCEEDED', 'the caller waits no longer')
    : undefined
}

function finishSpan(span: Span, request: FastifyRequest, reply: FastifyReply): void {
  span.tag('http.method', request.method)
  // The pattern and not the path: the id of a session or of a guest's cart is the right to it.
  span.tag('http.route', request.routeOptions.url ?? 'unknown')
  span.tag('http.status_code', reply.statusCode)
  if (reply.statusCode >= 500) span.error(`status ${reply.statusCode}`)
  span.finish()
}
