import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  closeLogger,
  createLogger,
  createTracer,
  runInContext,
  type Logger
} from '../../src/telemetry/index.ts'
import { closedUrl, startCollector } from './collector.ts'

const identity = { service: 'cart', version: '1.2.0', instance: 'cart-1', level: 'info' }

type Line = Readonly<Record<string, unknown>>

test('a line says who wrote it, when and how grave it is', () => {
  const { logger, lines } = recordingLogger()
  logger.info({ items: 2 }, 'cart merged')
  const [line] = lines
  assert.match(String(line?.['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.deepEqual(
    { ...line, time: '' },
    {
      level: 'info',
      time: '',
      service: 'cart',
      version: '1.2.0',
      instance: 'cart-1',
      items: 2,
      msg: 'cart merged'
    }
  )
})

test('a line written while serving a call carries its correlation id and span', () => {
  const { logger, lines } = recordingLogger()
  const span = createTracer(identity).serverSpan({}, 'GET /')
  runInContext({ span, correlationId: span.traceId }, () => logger.info('served'))
  logger.info('idle')
  assert.equal(lines[0]?.['traceId'], span.traceId)
  assert.equal(lines[0]?.['spanId'], span.spanId)
  assert.equal(lines[1]?.['traceId'], undefined)
})

test('secrets are redacted wherever people log them', () => {
  const { logger, text } = recordingLogger()
  const secret = 'hunter2-secret'
  logger.info({ password: secret, token: secret, sessionId: secret, cardNumber: secret }, 'top')
  logger.info({ form: { password: secret }, customer: { password: secret } }, 'below')
  logger.info({ customer: { login: { newPassword: secret, cardCvc: secret } } }, 'further below')
  logger.info({ request: { headers: { authorization: secret, cookie: secret } } }, 'headers')
  logger.info({ request: { headers: { 'set-cookie': secret } } }, 'set-cookie')
  logger.info({ 'x-service-token': secret, a: { 'x-customer-token': secret } }, 'our headers')
  logger.info({ headers: { anything: secret }, body: { anything: secret } }, 'whole parts')
  logger.info({ body: secret, payload: [secret] }, 'bodies')
  assert.equal(text().split('\n').length, 9)
  assert.doesNotMatch(text(), /hunter2/)
})

test('a request is logged as method and path, a response as its status', () => {
  const { logger, lines } = recordingLogger()
  const req = { method: 'GET', url: '/shop/search?q=gift+for+Ada', headers: { cookie: 'c' } }
  logger.info({ req, res: { statusCode: 200, body: 'b' } }, 'served')
  assert.deepEqual(lines[0]?.['req'], { method: 'GET', path: '/shop/search' })
  assert.deepEqual(lines[0]?.['res'], { status: 200 })
})

test('an error is logged with its cause but without the things that hang on it', () => {
  const { logger, lines, text } = recordingLogger()
  const error = Object.assign(new Error('cannot store', { cause: new Error('disk full') }), {
    code: 'STORE_FAILED',
    row: { email: 'ada@example.org' }
  })
  logger.error({ err: error }, 'failed')
  const logged = lines[0]?.['err'] as Line
  assert.equal(logged['code'], 'STORE_FAILED')
  assert.match(String(logged['stack']), /disk full/)
  assert.doesNotMatch(text(), /ada@example/)
})

test('a card number is masked in messages and errors, other long numbers are not', () => {
  const { logger, text } = recordingLogger()
  logger.warn({ err: new Error('declined 4000000000000002') }, 'card 4242 4242 4242 4242')
  logger.info({ at: 1_733_145_600_000, micros: 1_733_145_600_000_000 }, '4242424242424241')
  logger.warn({ number: 4_242_424_242_424_242 }, 'paid with 3782 822463 10005.')
  assert.doesNotMatch(text(), /4000000000000002|4242 4242|4242424242424242|3782/)
  assert.match(text(), /1733145600000000/)
  assert.match(text(), /4242424242424241/)
})

test('a child logger redacts and ships as its parent does', async t => {
  const collector = await startCollector(t)
  const { logger } = recordingLogger(collector.url)
  logger.child({ reqId: 1 }).info({ password: 'hunter2' }, 'served')
  await closeLogger(logger)
  assert.match(collector.bodies.join(), /"reqId":1.*\[redacted\]/)
})

test('lines are posted as NDJSON, 200 at a time, and the rest at the end', async t => {
  const collector = await startCollector(t)
  const { logger, lines } = recordingLogger(`${collector.url}/logs`)
  for (let index = 0; index < 450; index++) logger.info({ index }, 'line')
  await closeLogger(logger)
  const counts = collector.bodies.map(body => body.trimEnd().split('\n').length)
  assert.deepEqual(counts, [200, 200, 50])
  assert.deepEqual(collector.requests[0], { path: '/logs', type: 'application/x-ndjson' })
  const sent = collector.bodies.join('').trimEnd().split('\n')
  assert.deepEqual(
    sent.map(line => (JSON.parse(line) as Line)['index']),
    lines.map(line => line['index'])
  )
})

test('a batch that failed is sent again, in order and once', async t => {
  const collector = await startCollector(t, (response, index) =>
    response.writeHead(index === 0 ? 503 : 202).end()
  )
  const { logger, dropped } = recordingLogger(collector.url)
  logger.info('first')
  await collector.received(1)
  logger.info('second')
  await collector.received(2)
  await closeLogger(logger)
  assert.match(collector.bodies[1] ?? '', /first.*\n.*second/)
  assert.equal(collector.bodies.length, 2)
  assert.equal(dropped(), 0)
})

test('a batch that was refused is dropped and counted', async t => {
  const collector = await startCollector(t, response => response.writeHead(413).end())
  const { logger, dropped } = recordingLogger(collector.url)
  logger.info('first')
  await closeLogger(logger)
  assert.equal(collector.bodies.length, 1)
  assert.equal(dropped(), 1)
})

test('5,000 lines wait for a collector that is gone; the oldest are dropped and counted', async () => {
  const { logger, dropped, lines } = recordingLogger(await closedUrl())
  for (let index = 0; index < 6000; index++) logger.info('line')
  assert.equal(dropped(), 1000)
  await closeLogger(logger)
  assert.equal(dropped(), 6000)
  assert.equal(lines.length, 6000)
})

test('lines that wait take 8 MB at most, however long they are', async () => {
  const { logger, dropped } = recordingLogger(await closedUrl())
  for (let index = 0; index < 1000; index++) logger.info({ note: 'x'.repeat(20_000) }, 'long')
  const kept = 1000 - dropped()
  assert.ok(kept > 380 && kept < 400, `${kept} lines wait`)
  await closeLogger(logger)
  assert.equal(dropped(), 1000)
})

test('a collector that never answers holds a closing process for two seconds at most', async t => {
  const collector = await startCollector(t, () => undefined)
  const { logger, dropped } = recordingLogger(collector.url)
  logger.info('line')
  const started = performance.now()
  await closeLogger(logger)
  assert.ok(performance.now() - started < 3000)
  assert.equal(dropped(), 1)
})

test('a slow collector holds a closing process for two seconds at most, whatever is left', async t => {
  const collector = await startCollector(t, response => {
    const timer = setTimeout(() => response.writeHead(202).end(), 1500)
    response.once('close', () => clearTimeout(timer))
  })
  const { logger, dropped } = recordingLogger(collector.url)
  for (let index = 0; index < 1000; index++) logger.info('line')
  const started = performance.now()
  await closeLogger(logger)
  assert.ok(performance.now() - started < 3000)
  assert.equal(dropped(), 800)
})

test('a line that is too long is written but not sent', async t => {
  const collector = await startCollector(t)
  const { logger, dropped, lines } = recordingLogger(collector.url)
  logger.info({ note: 'x'.repeat(40_000) }, 'long')
  await closeLogger(logger)
  assert.equal(lines.length, 1)
  assert.equal(dropped(), 1)
  assert.deepEqual(collector.bodies, [])
})

function recordingLogger(logUrl?: string): {
  readonly logger: Logger
  readonly lines: readonly Line[]
  readonly text: () => string
  readonly dropped: () => number
} {
  const lines: Line[] = []
  let text = ''
  let dropped = 0
  const write = (line: string): void => {
    text += line
    lines.push(JSON.parse(line) as Line)
  }
  const logger = createLogger({
    ...identity,
    logUrl,
    stream: { write },
    onDropped: count => {
      dropped += count
    }
  })
  return { logger, lines, text: () => text, dropped: () => dropped }
}
