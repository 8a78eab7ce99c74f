import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorPage, localeOf, type EdgeStatus } from './error-page.ts'

export type Refusal = {
  readonly status: EdgeStatus
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * How long, and how much of, a body that nobody wants is read, so that its sender gets to read the
 * answer.
 */
const linger = { ms: 2_000, bytesMax: 4 * 1024 * 1024 }

/** Answers with a page of the edge's own. */
export function refuse(
  { status, headers }: Refusal,
  told: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly correlationId: string
    readonly isDraining: boolean
  }
): void {
  const { request, response, correlationId, isDraining } = told
  const locale = localeOf(request.headers['accept-language'])
  const page = errorPage(status, { correlationId, locale })
  response.writeHead(status, {
    ...pageHeaders(page, correlationId),
    ...headers,
    ...(isDraining && { connection: 'close' })
  })
  response.end(request.method === 'HEAD' ? undefined : page)
  if (!request.complete) discardRest(request)
}

export function pageHeaders(
  page: string,
  correlationId: string
): Readonly<Record<string, string | number>> {
  return {
    'content-security-policy':
      "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; " +
      "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    vary: 'Accept-Language',
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'x-correlation-id': correlationId
  }
}

/**
 * Reads what is left of a body, within limits, so that it is not taken for the next request.
 * Closing at once would reset the connection under a client that is still sending, which then never
 * sees the answer.
 */
function discardRest(request: IncomingMessage): void {
  let size = 0
  const cut = (): void => void request.socket.destroy()
  const timer = setTimeout(cut, linger.ms)
  request.once('close', () => clearTimeout(timer))
  request.on('error', () => undefined)
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > linger.bytesMax) cut()
  })
  request.resume()
}
