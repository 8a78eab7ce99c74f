import type { FastifyReply, FastifyRequest } from 'fastify'
import { importanceHeader, readImportance, type Importance } from '../admission/index.ts'
import { DomainError } from '../errors/index.ts'
import {
  createRequestLogRule,
  runInContext,
  type CallContext,
  type Span,
  type Tracer
} from '../telemetry/index.ts'
import { isProven } from './access.ts'
import { isProbe } from './probes.ts'
import type { Service, ServiceRuntime } from './types.ts'

const deadlineMsMax = 60_000
/** What nginx calls it when the caller has gone before the answer. */
const statusOfGone = 499

const spans = new WeakMap<FastifyRequest, Span>()
const problems = new WeakMap<FastifyRequest, string>()

/** The span of a request that is being served. */
export function spanOf(request: FastifyRequest): Span | undefined {
  return spans.get(request)
}

/** Writes into the span and the log line of a request why it was not done: a status tells too little. */
export function tellProblem(
  request: FastifyRequest,
  { code, title }: { readonly code: string; readonly title: string }
): void {
  problems.set(request, `${code}: ${title}`)
}

/** The 128-bit trace id of a request: what a shopper can tell us, and what its log lines are found by. */
export function correlationIdOf(request: FastifyRequest): string {
  return spans.get(request)?.traceId ?? ''
}

/** Opens the span of a request and puts its correlation id on the answer. */
export function openSpan(request: FastifyRequest, reply: FastifyReply, tracer: Tracer): Span {
  const name = `${request.method} ${routeOf(request)}`.toLowerCase()
  const span = tracer.serverSpan(request.headers, name)
  spans.set(request, span)
  reply.header('x-correlation-id', span.traceId)
  return span
}

/**
 * Gives every request a span, a correlation id, the context that its calls and log lines read, and
 * at its end a count, a duration and, where the rule of the log says so, a line.
 */
export function observe(
  app: Service,
  runtime: ServiceRuntime,
  importanceOf: ImportanceOf = createImportanceOf(runtime)
): void {
  const { tracer, clock } = runtime
  const end = createEnd(runtime)
  const contexts = new WeakMap<FastifyRequest, CallContext>()
  app.addHook('onRequest', (request, reply, done) => {
    const span = openSpan(request, reply, tracer)
    const gone = isSafe(request) ? new AbortController() : undefined
    const context = contextOf(request, { span, gone, now: clock(), importanceOf })
    contexts.set(request, context)
    const inTime = abortAt(context.deadlineAt, gone, clock())
    // Fastify tells nobody of the end of a request whose caller has gone.
    reply.raw.once('close', () => {
      inTime()
      if (!reply.raw.writableEnded) gone?.abort(callerGone())
      runInContext(context, () => end(request, reply, statusOfGone))
    })
    runInContext(context, () => done(lateness(context.deadlineAt, clock())))
  })
  app.addHook('onResponse', (request, reply, done) => {
    // The event comes in the context of whichever request opened the connection.
    const context = contexts.get(request)
    if (context !== undefined) runInContext(context, () => end(request, reply, reply.statusCode))
    done()
  })
}

type End = (request: FastifyRequest, reply: FastifyReply, status: number) => void

/** Counts each request once. */
function createEnd({ logger, metrics }: ServiceRuntime): End {
  const isLogged = createRequestLogRule({ onSkipped: metrics.requestLogSkipped })
  const ended = new WeakSet<FastifyRequest>()
  return (request, reply, status) => {
    const span = spans.get(request)
    if (ended.has(request)) return
    ended.add(request)
    if (span === undefined || isProbe(request.routeOptions.url)) return
    const route = routeOf(request)
    const { method } = request
    const durationMs = reply.elapsedTime
    metrics.httpServer({ method, route, status, durationMs })
    const problem = problems.get(request)
    finishSpan(span, { method, route, status, problem })
    const { traceId, sampled } = span
    if (isLogged({ status, durationMs, sampled, traceId })) {
      const served = { method, route, status, durationMs: Math.round(durationMs) }
      logger.info(problem === undefined ? served : { ...served, problem }, 'served')
    }
  }
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown'
}

type ImportanceOf = (request: FastifyRequest) => Importance

/**
 * What the caller says, but that it matters more than others only of a caller that proves who it is:
 * a place is given before the rest of its token is looked at.
 */
function createImportanceOf(runtime: Pick<ServiceRuntime, 'tokens'>): ImportanceOf {
  return request => {
    const told = readImportance(request.headers[importanceHeader]) ?? 'normal'
    return told === 'high' && !isProven(request, runtime) ? 'normal' : told
  }
}

function contextOf(
  request: FastifyRequest,
  told: {
    readonly span: Span
    readonly gone: AbortController | undefined
    readonly now: number
    readonly importanceOf: ImportanceOf
  }
): CallContext {
  const { span, gone, now, importanceOf } = told
  const token = request.headers['x-customer-token']
  const left = remainingMs(request.headers['x-deadline-ms'])
  return {
    span,
    correlationId: span.traceId,
    importance: importanceOf(request),
    ...(gone !== undefined && { signal: gone.signal }),
    ...(left !== undefined && { deadlineAt: now + left }),
    ...(typeof token === 'string' && { customerToken: token })
  }
}

/**
 * A read whose caller has gone is for nobody. Whatever else was asked for is done: the caller may
 * ask again, under the same key, what became of it.
 */
function isSafe({ method, routeOptions }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !isProbe(routeOptions.url)
}

/** Ends a read at its caller's deadline; what it returns takes that back. */
function abortAt(
  deadlineAt: number | undefined,
  gone: AbortController | undefined,
  now: number
): () => void {
  if (deadlineAt === undefined || gone === undefined) return () => undefined
  const timer = setTimeout(() => gone.abort(tooLate()), deadlineAt - now)
  return () => clearTimeout(timer)
}

function tooLate(): DomainError {
  return new DomainError('DEADLINE_EXCEEDED', 'the caller waits no longer')
}

function callerGone(): DomainError {
  return new DomainError('CALLER_GONE', 'nobody waits for the answer')
}

/** What is left of the caller's time; nothing when the header is missing or makes no sense. */
function remainingMs(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== 'string' || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), deadlineMsMax)
}

function lateness(deadlineAt: number | undefined, now: number): DomainError | undefined {
  return deadlineAt !== undefined && deadlineAt <= now ? tooLate() : undefined
}

/** The pattern and not the path: the id of a session or of a guest's cart is the right to it. */
function finishSpan(
  span: Span,
  served: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly problem: string | undefined
  }
): void {
  span.tag('http.method', served.method)
  span.tag('http.route', served.route)
  span.tag('http.status_code', served.status)
  if (served.problem !== undefined) span.tag('problem', served.problem)
  if (served.status >= 500) span.error(`status ${served.status}`)
  if (served.status === statusOfGone) span.error('the caller has gone')
  span.finish()
}
