import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTracer, runInContext, type Tracer } from '../../src/telemetry/index.ts'
import { closedUrl, startCollector } from './collector.ts'

const identity = { service: 'cart', version: '1.2.0', instance: 'cart-1' }
const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'

type SentSpan = {
  readonly traceId: string
  readonly id: string
  readonly parentId?: string
  readonly name: string
  readonly kind?: string
  readonly timestamp: number
  readonly duration: number
  readonly shared?: boolean
  readonly localEndpoint: Readonly<Record<string, unknown>>
  readonly remoteEndpoint?: Readonly<Record<string, unknown>>
  readonly annotations?: readonly { readonly value: string }[]
  readonly tags?: Readonly<Record<string, string>>
}

test('a span without a caller starts a trace with a 128-bit id', () => {
  const span = createTracer(identity).serverSpan({}, 'GET /carts')
  assert.match(span.traceId, /^[0-9a-f]{32}$/)
  assert.match(span.spanId, /^[0-9a-f]{16}$/)
  assert.equal(span.parentId, undefined)
  assert.equal(span.sampled, true)
})

test('a server span continues its caller with an id of its own', () => {
  const span = createTracer(identity).serverSpan(
    { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' },
    'GET /carts'
  )
  assert.equal(span.traceId, traceId)
  assert.equal(span.parentId, spanId)
  assert.notEqual(span.spanId, spanId)
})

test('a 64-bit trace id is padded and upper case is lowered', () => {
  const span = createTracer(identity).serverSpan(
    { 'x-b3-traceid': '8448EB211C80319C', 'x-b3-spanid': spanId },
    'GET /carts'
  )
  assert.equal(span.traceId, '00000000000000008448eb211c80319c')
})

const malformed: Readonly<Record<string, IncomingHttpHeaders>> = {
  'an id that is too short': { 'x-b3-traceid': 'abc', 'x-b3-spanid': spanId },
  'an id that is too long': { 'x-b3-traceid': `${traceId}00`, 'x-b3-spanid': spanId },
  'an id that is not hex': { 'x-b3-traceid': 'g'.repeat(32), 'x-b3-spanid': spanId },
  'an id of zeros': { 'x-b3-traceid': '0'.repeat(32), 'x-b3-spanid': spanId },
  'ids with line breaks': { 'x-b3-traceid': `${traceId}\n`, 'x-b3-spanid': spanId },
  'a header sent twice': { 'x-b3-traceid': `${traceId}, ${traceId}`, 'x-b3-spanid': spanId },
  'a list': { 'x-b3-traceid': [traceId, traceId], 'x-b3-spanid': spanId },
  'a trace without a span': { 'x-b3-traceid': traceId },
  'a span that is not hex': { 'x-b3-traceid': traceId, 'x-b3-spanid': '<script>' }
}

for (const [name, headers] of Object.entries(malformed)) {
  test(`${name} starts a trace of its own`, () => {
    const span = createTracer(identity).serverSpan(headers, 'GET /carts')
    assert.match(span.traceId, /^[0-9a-f]{32}$/)
    assert.notEqual(span.traceId, traceId)
    assert.equal(span.parentId, undefined)
  })
}

test('no headers whatsoever make a tracer throw or pass on what it was given', () => {
  const tracer = createTracer(identity)
  const names = ['x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'x-b3-flags']
  const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined))
  const headers = fc.dictionary(
    fc.constantFrom(...names),
    value
  ) as fc.Arbitrary<IncomingHttpHeaders>
  fc.assert(
    fc.property(headers, given => {
      const span = tracer.serverSpan(given, 'GET /')
      for (const sent of Object.values(span.headers())) assert.match(sent, /^[0-9a-f]{1,32}$/)
    })
  )
})

test("the caller's decision not to record is kept and passed on", () => {
  const span = createTracer(identity).serverSpan(
    { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '0' },
    'GET /carts'
  )
  assert.equal(span.sampled, false)
  assert.equal(span.headers()['x-b3-sampled'], '0')
})

test('the flag of a debug trace means that it is recorded', () => {
  const tracer = createTracer({ ...identity, sampleRate: 0 })
  assert.equal(tracer.serverSpan({}, 'GET /').sampled, false)
  assert.equal(tracer.serverSpan({ 'x-b3-flags': '1' }, 'GET /').sampled, true)
})

test('half of the traces are recorded at a sample rate of a half', () => {
  const tracer = createTracer({ ...identity, sampleRate: 0.5 })
  const spans = Array.from({ length: 2000 }, () => tracer.serverSpan({}, 'GET /'))
  const sampled = spans.filter(span => span.sampled).length
  assert.ok(sampled > 800 && sampled < 1200, `${sampled} of 2000`)
  assert.equal(new Set(spans.map(span => span.traceId)).size, 2000)
})

test('a client span takes the span of the context as its parent and tells the callee', () => {
  const tracer = createTracer(identity)
  const server = tracer.serverSpan({}, 'GET /carts')
  const client = runInContext({ span: server, correlationId: server.traceId }, () =>
    tracer.clientSpan('GET product')
  )
  assert.equal(client.parentId, server.spanId)
  assert.deepEqual(client.headers(), {
    'x-b3-traceid': server.traceId,
    'x-b3-spanid': client.spanId,
    'x-b3-parentspanid': server.spanId,
    'x-b3-sampled': '1'
  })
})

test('finished spans reach the collector in the format of version 2', async t => {
  const collector = await startCollector(t)
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  tracer.locate('127.0.0.1', 20_001)
  const server = tracer.serverSpan({}, 'GET /carts/:id')
  const client = tracer.clientSpan('GET product', server)
  client.remote('product', '127.0.0.1', 20_002)
  client.annotate('retry')
  client.error('no answer')
  client.finish()
  server.tag('http.status_code', 200)
  server.finish()
  server.finish()
  server.tag('late', 'x')
  await tracer.close()

  const sent = spansOf(collector.bodies)
  assert.equal(sent.length, 2)
  assert.equal(collector.requests[0]?.path, '/api/v2/spans')
  const [first, second] = [sent.find(isNamed('get product')), sent.find(isNamed('get /carts/:id'))]
  assert.equal(first?.kind, 'CLIENT')
  assert.equal(first?.parentId, server.spanId)
  assert.equal(first?.traceId, server.traceId)
  assert.deepEqual(first?.tags, { error: 'no answer' })
  assert.deepEqual(first?.remoteEndpoint, {
    serviceName: 'product',
    ipv4: '127.0.0.1',
    port: 20_002
  })
  assert.equal(first?.annotations?.[0]?.value, 'retry')
  assert.equal(second?.kind, 'SERVER')
  assert.equal(second?.shared, undefined)
  assert.deepEqual(second?.localEndpoint, {
    serviceName: 'cart',
    ipv4: '127.0.0.1',
    port: 20_001
  })
  assert.deepEqual(second?.tags, {
    instance: 'cart-1',
    version: '1.2.0',
    'http.status_code': '200'
  })
  assert.ok(Number.isSafeInteger(second?.timestamp) && (second?.duration ?? 0) >= 1)
  assert.ok(Math.abs((second?.timestamp ?? 0) / 1000 - Date.now()) < 5000)
})

test('a span that is not sampled is not sent', async t => {
  const collector = await startCollector(t)
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  const span = tracer.serverSpan({ 'x-b3-sampled': '0' }, 'GET /')
  span.tag('a', 'b')
  span.finish()
  await tracer.close()
  assert.deepEqual(collector.bodies, [])
})

test('a card number never leaves in a span', async t => {
  const collector = await startCollector(t)
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  const span = tracer.serverSpan({}, 'POST /card-tokens')
  span.tag('q', 'my card is 4242 4242 4242 4242.')
  span.annotate('4000000000000002')
  span.error('cannot charge 4000-0000-0000-9995')
  span.finish()
  await tracer.close()
  assert.equal(collector.bodies.length, 1)
  assert.doesNotMatch(collector.bodies.join(), /4242|4000/)
})

test('tags are limited in number and length, and an error still gets in', async t => {
  const collector = await startCollector(t)
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  const span = tracer.serverSpan({}, 'GET /')
  for (let index = 0; index < 500; index++) span.tag(`key-${index}`, 'v'.repeat(5000))
  for (let index = 0; index < 500; index++) span.annotate('again')
  span.error('e'.repeat(5000))
  span.finish()
  await tracer.close()
  const [sent] = spansOf(collector.bodies)
  assert.equal(Object.keys(sent?.tags ?? {}).length, 65)
  assert.equal(sent?.tags?.['key-0']?.length, 1000)
  assert.equal(sent?.tags?.['error']?.length, 1000)
  assert.equal(sent?.annotations?.length, 64)
})

test('an address that is not IPv4 is left out', async t => {
  const collector = await startCollector(t)
  const tracer = createTracer({ ...identity, address: '::1', port: 1, zipkinUrl: collector.url })
  tracer.localSpan('work').finish()
  await tracer.close()
  assert.deepEqual(spansOf(collector.bodies)[0]?.localEndpoint, { serviceName: 'cart', port: 1 })
})

test('a collector that is gone costs one warning, whatever is lost', async () => {
  const warnings: string[] = []
  const logger = { warn: (_fields: unknown, message: string) => void warnings.push(message) }
  const tracer = createTracer({ ...identity, zipkinUrl: await closedUrl(), logger })
  for (let index = 0; index < 50; index++) tracer.localSpan('work').finish()
  await tracer.close()
  tracer.localSpan('work').finish()
  assert.deepEqual(warnings, ['spans cannot be delivered'])
})

test('a warning about spans does not repeat the spans', async t => {
  const collector = await startCollector(t, response => response.writeHead(500).end('no'))
  const reasons: unknown[] = []
  const logger = { warn: (fields: { reason?: unknown }) => void reasons.push(fields.reason) }
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url, logger })
  tracer.localSpan('secret-operation').finish()
  await tracer.close()
  assert.equal(reasons.length, 1)
  assert.doesNotMatch(String(reasons[0]), /secret-operation/)
})

test('a collector that never answers holds a closing process for two seconds at most', async t => {
  const collector = await startCollector(t, () => undefined)
  const tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  tracer.localSpan('work').finish()
  const started = performance.now()
  await tracer.close()
  assert.ok(performance.now() - started < 3000)
})

test('5,000 spans wait for the collector at most', async t => {
  const collector = await startCollector(t)
  const tracer: Tracer = createTracer({ ...identity, zipkinUrl: collector.url })
  for (let index = 0; index < 6000; index++) tracer.localSpan('work').finish()
  await tracer.close()
  assert.equal(spansOf(collector.bodies).length, 5000)
})

function spansOf(bodies: readonly string[]): readonly SentSpan[] {
  return bodies.flatMap(body => JSON.parse(body) as readonly SentSpan[])
}

function isNamed(name: string): (span: SentSpan) => boolean {
  return span => span.name === name
}
