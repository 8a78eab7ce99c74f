import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { limits } from '../limits.ts'
import { limitClients } from './client-limit.ts'
import { HttpError } from './http-error.ts'
import type { ApiReply, ApiRequest, Router } from './router.ts'

export type HttpServerOptions = {
  readonly router: Router
  /** Whether it is asked by any name, or only as `localhost` or by its address. */
  readonly isNamed: boolean
  /** Told of failures that are not the caller's. */
  readonly onError: (error: unknown) => void
}

/** Serves a router over HTTP. */
export function createHttpServer({ router, isNamed, onError }: HttpServerOptions): Server {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // Longer than clients keep an idle connection, so that it is they who close it.
    keepAliveTimeout: 120_000
  })
  server.maxConnections = limits.connections
  limitClients(server, limits.connectionsPerClient)
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    const leaving = new AbortController()
    response.once('close', () => leaving.abort())
    answer(incoming, { router, isNamed, signal: leaving.signal })
      .catch((error: unknown) => {
        if (error instanceof HttpError) return replyOf(error)
        onError(error)
        return { status: 500, headers: plain, body: 'internal error' }
      })
      .then(reply => send(response, reply))
      .catch(onError)
  })
  return server
}

async function answer(
  incoming: IncomingMessage,
  options: Pick<HttpServerOptions, 'router' | 'isNamed'> & { readonly signal: AbortSignal }
): Promise<ApiReply> {
  const { router, isNamed, signal } = options
  const { method = 'GET', url = '/', headers } = incoming
  if (!isNamed && !isLocal(headers.host)) throw new HttpError(403, 'this host name is not mine')
  const [rawPath = '/', ...search] = url.split('?')
  const path = decodePath(rawPath)
  const clean = cleanPath(path)
  if (clean !== path) throw new HttpError(307, '', { location: encodeURI(clean) })
  const { handle, rest } = router(path, method)
  const query = new URLSearchParams(search.join('?'))
  const body = (bytesMax: number): Promise<Buffer> => readBody(incoming, bytesMax)
  const request: ApiRequest = { method, path, rest, query, body, signal }
  return handle(request)
}

/**
 * A page of another site can make a browser ask this machine under a name of that site's own, as if
 * both were one site.
 */
function isLocal(host = 'localhost'): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')
}

function decodePath(raw: string): string {
  const path = ((): string => {
    try {
      return decodeURIComponent(raw)
    } catch {
      throw new HttpError(400, 'the path is not well encoded')
    }
  })()
  if (/\p{Cc}/u.test(path)) throw new HttpError(400, '')
  return path
}

/** Takes out what a file system would: empty parts, `.` and `..`. */
function cleanPath(path: string): string {
  if (!/\/\/|\/\.{1,2}(?:\/|$)/.test(path)) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`
}

async function readBody(incoming: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const told = Number(incoming.headers['content-length'] ?? 0)
  if (told > bytesMax) throw tooLarge(told, bytesMax)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) throw tooLarge(bytes, bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number, bytesMax: number): HttpError {
  const text = `Request body(${bytes} bytes) too large, max size: ${bytesMax} bytes.`
  // What is left of the body is not read: the connection cannot be used again.
  return new HttpError(413, text, { connection: 'close' })
}

const plain = { 'content-type': 'text/plain; charset=utf-8' }

function replyOf({ status, message, headers }: HttpError): ApiReply {
  return { status, headers: { ...plain, ...headers }, body: message }
}

function send(response: ServerResponse, { status = 200, headers, body = '' }: ApiReply): void {
  if (response.destroyed) return
  const length = String(Buffer.byteLength(body))
  response.writeHead(status, {
    ...plain,
    'x-content-type-options': 'nosniff',
    ...headers,
    'content-length': length
  })
  response.end(response.req.method === 'HEAD' ? '' : body)
}
