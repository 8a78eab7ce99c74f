import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test, type TestContext } from 'node:test'
import { sendRaw, startEdge, startWeb } from './harness.ts'

async function start(
  t: TestContext,
  answerHeaders: Readonly<Record<string, string | string[]>> = {}
) {
  let headers: IncomingHttpHeaders = {}
  const web = await startWeb(t, (request, response) => {
    ;({ headers } = request)
    response.writeHead(200, answerHeaders).end('ok')
  })
  const { port } = await startEdge(t, { webs: [web], clock: () => 0 })
  return {
    send: async (lines: string, head = 'GET /shop HTTP/1.1') => {
      const bytes = await sendRaw(
        t,
        port,
        `${head}\r\nHost: shop.example\r\nConnection: close\r\n${lines}\r\n`
      )
      return { bytes, headers }
    }
  }
}

test('what a browser says of itself goes on', async t => {
  const { send } = await start(t)
  const { headers } = await send(
    'Accept: text/html\r\nAccept-Language: de\r\nCookie: a=1\r\nCookie: b=2\r\nHX-Request: true\r\n'
  )
  assert.equal(headers.accept, 'text/html')
  assert.equal(headers['accept-language'], 'de')
  assert.equal(headers.cookie, 'a=1; b=2')
  assert.equal(headers['hx-request'], 'true')
  assert.equal(headers.host, 'shop.example')
})

test('what only the edge knows is told by the edge alone', async t => {
  const { send } = await start(t)
  const { headers } = await send(
    [
      'X-Forwarded-For: 6.6.6.6',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Host: evil',
      'X-Forwarded-Port: 1',
      'X-Forwarded-Prefix: /x',
      'Forwarded: for=6.6.6.6',
      'X-Real-IP: 6.6.6.6',
      'X-Client-IP: 6.6.6.6',
      'X-Client-Address: 6.6.6.6',
      'True-Client-IP: 6.6.6.6',
      'Via: 1.1 evil',
      'X-Original-URL: /metrics',
      'X-Rewrite-URL: /metrics',
      'X-HTTP-Method-Override: DELETE',
      ''
    ].join('\r\n')
  )
  assert.equal(headers['x-forwarded-for'], '127.0.0.1')
  assert.equal(headers['x-forwarded-proto'], 'http')
  assert.equal(headers['x-forwarded-host'], 'shop.example')
  const rest = Object.entries(headers).filter(
    ([name]) => !/^x-forwarded-(for|proto|host)$/.test(name)
  )
  assert.equal(/6\.6\.6\.6|evil|metrics|DELETE/.test(JSON.stringify(rest)), false)
})

test('what is said between processes is not believed from a browser', async t => {
  const { send } = await start(t)
  const { headers, bytes } = await send(
    [
      'Authorization: Bearer web.web.9999999999.forged',
      'X-Customer-Token: forged',
      'Idempotency-Key: a-key-of-the-browser',
      'X-Deadline-Ms: 999999',
      'X-Attempt: 9',
      'X-Retry: no',
      'X-Not-Processed: 1',
      'X-Importance: high',
      'X-Correlation-Id: forged',
      `X-B3-TraceId: ${'a'.repeat(32)}`,
      `X-B3-SpanId: ${'b'.repeat(16)}`,
      'X-B3-Sampled: 0',
      'X-B3-Flags: 1',
      `B3: ${'a'.repeat(32)}-${'b'.repeat(16)}-1`,
      'Traceparent: 00-aaaa-bbbb-01',
      'Tracestate: a=b',
      'Baggage: a=b',
      ''
    ].join('\r\n')
  )
  for (const name of [
    'authorization',
    'x-customer-token',
    'idempotency-key',
    'b3',
    'traceparent',
    'tracestate',
    'baggage',
    'x-retry',
    'x-not-processed',
    'x-importance',
    'x-correlation-id',
    'x-b3-flags'
  ]) {
    assert.equal(headers[name], undefined, name)
  }
  assert.equal(headers['x-deadline-ms'], '3400')
  assert.equal(headers['x-attempt'], '1')
  assert.match(String(headers['x-b3-traceid']), /^[0-9a-f]{32}$/)
  assert.notEqual(headers['x-b3-traceid'], 'a'.repeat(32))
  assert.equal(headers['x-b3-sampled'], '1')
  assert.match(bytes, new RegExp(`x-correlation-id: ${String(headers['x-b3-traceid'])}`, 'i'))
})

test('what belongs to the connection stays with it', async t => {
  const { send } = await start(t)
  const { headers } = await send(
    [
      'Connection: close, X-Secret, Cookie',
      'X-Secret: 1',
      'Cookie: a=1',
      'Keep-Alive: timeout=5',
      'TE: trailers',
      'Proxy-Authorization: Basic a',
      'Proxy-Connection: keep-alive',
      'Upgrade: h2c',
      'HTTP2-Settings: a',
      'Trailer: x',
      ''
    ].join('\r\n')
  )
  for (const name of [
    'x-secret',
    'cookie',
    'keep-alive',
    'te',
    'proxy-authorization',
    'proxy-connection',
    'upgrade',
    'http2-settings',
    'trailer'
  ]) {
    assert.equal(headers[name], undefined, name)
  }
})

test('an answer loses what is for processes only, and keeps the rest', async t => {
  const { send } = await start(t, {
    'x-correlation-id': 'of web',
    'x-retry': 'no',
    'x-not-processed': '1',
    'x-internal': 'dropped',
    'proxy-authenticate': 'Basic',
    connection: 'close, x-internal',
    'set-cookie': ['a=1', 'b=2'],
    etag: '"1"',
    vary: 'Accept-Language'
  })
  const { bytes } = await send('')
  assert.equal(/of web|x-retry|x-not-processed|x-internal|proxy-authenticate/i.test(bytes), false)
  assert.match(bytes, /set-cookie: a=1\r\n/i)
  assert.match(bytes, /set-cookie: b=2\r\n/i)
  assert.match(bytes, /etag: "1"/i)
  assert.match(bytes, /vary: Accept-Language/i)
  assert.equal(bytes.match(/^x-correlation-id:/gim)?.length, 1)
})

test('a form may take longer, and web is told so', async t => {
  const { send } = await start(t)
  const { headers } = await send('Content-Length: 0\r\n', 'POST /shop/addToCart HTTP/1.1')
  assert.equal(headers['x-deadline-ms'], '11900')
})
