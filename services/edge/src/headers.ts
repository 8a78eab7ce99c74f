import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** Of one connection, by RFC 9110 7.6.1, or ours to set: a client's own values are not passed on. */
const notPassed = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'authorization',
  'forwarded',
  'via',
  'x-real-ip',
  'true-client-ip',
  'x-original-url',
  'x-rewrite-url',
  'x-http-method-override',
  'idempotency-key',
  'b3',
  'traceparent',
  'tracestate',
  'baggage'
])
const notPassedPrefixes = [
  'x-forwarded-',
  'x-b3-',
  'x-deadline',
  'x-attempt',
  'x-retry',
  'x-not-processed',
  'x-customer-',
  'x-correlation-',
  'x-client-',
  'x-importance'
]

/** The headers that go to web: the client's without what it may not say, and what only the edge knows. */
export function requestHeaders(
  request: IncomingMessage,
  added: Readonly<Record<string, string>>
): Record<string, string | string[]> {
  const named = connectionNames(request.headers)
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    const isKept = !notPassed.has(name) && !named.has(name) && !hasPrefix(name)
    if (isKept && value !== undefined) headers[name] = value
  }
  return {
    ...headers,
    'x-forwarded-for': clientOf(request),
    'x-forwarded-proto': 'http',
    'x-forwarded-host': request.headers.host ?? '',
    ...added
  }
}

/** The headers that go to the browser: web's without what is said between processes only. */
export function responseHeaders(
  received: IncomingHttpHeaders,
  correlationId: string
): Record<string, string | string[]> {
  const named = connectionNames(received)
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(received)) {
    const isOurs = notPassed.has(name) || named.has(name) || hasPrefix(name)
    if (!isOurs && value !== undefined) headers[name] = value
  }
  return { ...headers, 'x-correlation-id': correlationId }
}

/** The client's address; one of IPv4 in its own form, also where the socket is one of IPv6. */
export function clientOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}

function hasPrefix(name: string): boolean {
  return notPassedPrefixes.some(prefix => name.startsWith(prefix))
}

/** Names that the sender says belong to the connection. */
function connectionNames(headers: IncomingHttpHeaders): ReadonlySet<string> {
  const names = headers.connection?.split(',').map(name => name.trim().toLowerCase()) ?? []
  return new Set(names)
}
