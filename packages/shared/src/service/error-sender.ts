import type { FastifyReply, FastifyRequest } from 'fastify'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { isDomainError } from '../errors/index.ts'
import type { ServiceOptions } from './create-service.ts'
import { correlationIdOf, openSpan, tellProblem } from './observe.ts'
import { problemOf, tell, type Told } from './problem.ts'
import type { ServiceRuntime } from './types.ts'

export type ErrorSender = (error: unknown, request: FastifyRequest, reply: FastifyReply) => unknown

/**
 * Answers whatever was thrown, as problem+json unless the service has another form, and logs what
 * is our fault.
 */
export function createErrorSender(options: ServiceOptions): ErrorSender {
  const { runtime, statusOf, sendError = sendProblem } = options
  return (error, request, reply) => {
    const told = tell(error, statusOf)
    tellProblem(request, told)
    if (told.isOurFault) runtime.logger.error({ err: error }, 'a request has failed')
    if (told.code === 'IDEMPOTENCY_IN_FLIGHT') reply.header('retry-after', '1')
    if (told.code === 'OVERLOADED') reply.headers(notProcessed)
    if (hasUsedItsRetries(error, told, reply)) reply.header('x-retry', 'no')
    reply.code(told.status)
    return sendError(request, reply, told)
  }
}

/** Nothing was done: whoever asked may ask another instance at once, also with a form. */
const notProcessed = { 'x-not-processed': '1', 'retry-after': '1' }

/**
 * A service that says on purpose that it cannot, a part of it being away, has asked that part as
 * often as is good for it: the next layer would only multiply the attempts. Not so one that ends because
 * its caller's attempt has no time left: the caller may have some for another.
 */
function hasUsedItsRetries(error: unknown, { status, code }: Told, reply: FastifyReply): boolean {
  if (code === 'DEADLINE_EXCEEDED') return false
  return status >= 502 && isDomainError(error) && !reply.hasHeader('x-not-processed')
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, told: Told): unknown {
  const problem = problemOf(told, correlationIdOf(request))
  return reply.type('application/problem+json').send(JSON.stringify(problem))
}

/** For what is refused before it has a route, such as a path that cannot be decoded: no hook runs for it. */
export function createEarlyErrorSender(options: ServiceOptions): ErrorSender {
  const { runtime, statusOf } = options
  return (error, request, reply) => {
    const span = openSpan(request, reply, runtime.tracer)
    const told = tell(error, statusOf)
    reply.code(told.status)
    sendProblem(request, reply, told)
    span.tag('http.status_code', told.status)
    span.finish()
  }
}

/**
 * Answers what is not HTTP, or came too slowly, and closes the connection: what follows on it
 * cannot be trusted.
 */
export function createClientErrorHandler({
  tracer
}: Pick<ServiceRuntime, 'tracer'>): (
  error: Error & { readonly code?: string },
  socket: Socket
) => void {
  return (error, socket) => {
    if (error.code !== 'ECONNRESET' && socket.writable) {
      const span = tracer.serverSpan({}, 'unreadable request')
      const status = clientErrorStatuses[error.code ?? ''] ?? 400
      const title = 'the request cannot be read'
      const told = { status, code: 'BAD_REQUEST', title, details: undefined, isOurFault: false }
      const body = JSON.stringify(problemOf(told, span.traceId))
      socket.write(
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
          'Content-Type: application/problem+json\r\n' +
          `Content-Length: ${Buffer.byteLength(body)}\r\n` +
          `X-Correlation-Id: ${span.traceId}\r\n` +
          `Connection: close\r\n\r\n${body}`
      )
    }
    socket.destroySoon()
  }
}

const clientErrorStatuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431
}
