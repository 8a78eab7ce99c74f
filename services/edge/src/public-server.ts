import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorPage, type EdgeStatus } from './error-page.ts'
import { createHandler, type EdgePorts } from './handle-request.ts'
import { pageHeaders } from './refuse.ts'

/** Told of every request, so that a graceful stop knows when the last one is done. */
export type Counting = { readonly started: () => void; readonly ended: () => void }

export type PublicServer = {
  /** Resolves with the port. Throws `EADDRINUSE` when the port is taken. */
  listen(host: string, port: number): Promise<number>
  /** Takes no more connections and resolves when every request in flight is answered. */
  close(): Promise<void>
}

/** In milliseconds, for what a client may take its time with. */
export type PublicLimits = {
  readonly headMs: number
  /** The whole request, its body included. */
  readonly requestMs: number
  /** Without a byte in either direction, while a request is served: a reader that stopped reading. */
  readonly idleMs: number
  /** How often the first two are looked at. */
  readonly checkMs: number
}

const limitsUsual: PublicLimits = {
  headMs: 10_000,
  requestMs: 30_000,
  idleMs: 30_000,
  checkMs: 1_000
}

/**
 * What browsers talk to. Node's parser refuses what could be read as two requests (both lengths, a
 * bad chunk).
 */
export function createPublicServer(
  ports: EdgePorts,
  { started, ended }: Counting,
  limits: PublicLimits = limitsUsual
): PublicServer {
  const handle = createHandler(ports)
  const open = new WeakMap<Duplex, Set<Exchange>>()
  const onRequest: RequestListener = (request, response) => {
    const exchange = { request, response }
    const exchanges = open.get(request.socket) ?? new Set()
    open.set(request.socket, exchanges.add(exchange))
    started()
    response.once('close', () => {
      exchanges.delete(exchange)
      ended()
    })
    // A browser may leave at any moment, also between two writes.
    response.on('error', () => undefined)
    handle(request, response).catch(error => {
      ports.runtime.logger.error({ err: error as Error }, 'a request has failed at the edge')
      response.destroy()
    })
  }
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: 65_000,
      insecureHTTPParser: false,
      // Node's own answer to a request without one would be no page, have no id and count for nobody.
      requireHostHeader: false
    },
    onRequest
  )
  // Likewise for what a browser expects and nobody knows.
  server.on('checkExpectation', onRequest)
  server.maxConnections = 10_000
  server.setTimeout(limits.idleMs)
  server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
    const isHeard = socket.writable && error.code !== 'ECONNRESET'
    if (isHeard && isOwed([...(open.get(socket) ?? [])])) socket.end(unreadable(ports, error.code))
    else socket.destroy()
  })
  return { listen: (host, port) => listen(server, host, port), close: () => close(server) }
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

/**
 * Whether an answer on this connection is one to what cannot be read: nothing is being served, or
 * the body of the one request that is. Otherwise it would be taken for the answer to an earlier
 * request, or for a part of it.
 */
function isOwed(exchanges: readonly Exchange[]): boolean {
  const [first, ...others] = exchanges
  if (first === undefined) return true
  return others.length === 0 && !first.request.complete && !first.response.headersSent
}

/** The answer to what is not HTTP, or came too slowly. */
function unreadable({ runtime }: EdgePorts, code = ''): string {
  const { traceId } = runtime.tracer.serverSpan({}, 'unreadable edge')
  const status = unreadableStatuses[code] ?? 400
  const page = errorPage(status, { correlationId: traceId, locale: 'en' })
  const headers = { ...pageHeaders(page, traceId), connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${page}`
}

const unreadableStatuses: Readonly<Record<string, EdgeStatus>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const timer = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearInterval(timer)
      resolve()
    })
  })
}
