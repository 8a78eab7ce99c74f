import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { request } from 'undici'
import { createTelemetryApp } from '../src/telemetry/app.ts'
import { openTelemetryDatabase } from '../src/telemetry/store/database.ts'
import { createLogStore } from '../src/telemetry/store/log-store.ts'
import { createSpanStore } from '../src/telemetry/store/span-store.ts'

// The same facts hold for the lab's own telemetry and for a real Zipkin, so that either can
// stand behind ZIPKIN_URL.

const realUrl = process.env['TEST_ZIPKIN_URL']

type Answer = { readonly status: number; readonly text: string; readonly json: () => unknown }
type Target = { readonly url: string; readonly stop: () => Promise<void> }
type Span = Readonly<Record<string, unknown>>

const malformed: Readonly<Record<string, string>> = {
  'what is no list': '{"traceId":"$TRACE","id":"1"}',
  'what is no JSON': '[{"traceId":"$TRACE","id":"1"',
  'null in place of a span': '[{"traceId":"$TRACE","id":"1"},null]',
  'a span without an id': '[{"traceId":"$TRACE","id":"1"},{"traceId":"$TRACE"}]',
  'a span without a trace id': '[{"traceId":"$TRACE","id":"1"},{"id":"1"}]',
  'an id that is not hex': '[{"traceId":"$TRACE","id":"zz"}]',
  'a trace id of zeros': '[{"traceId":"$TRACE","id":"1"},{"traceId":"0000","id":"1"}]',
  'a trace id that is too long': '[{"traceId":"$TRACE0","id":"1"}]',
  'an id that is too long': '[{"traceId":"$TRACE","id":"11111111111111111"}]',
  'an unknown kind': '[{"traceId":"$TRACE","id":"1","kind":"FOO"}]',
  'a time that is no number': '[{"traceId":"$TRACE","id":"1","timestamp":"x"}]',
  'a broken time': '[{"traceId":"$TRACE","id":"1","timestamp":1.5}]',
  'a tag without a value': '[{"traceId":"$TRACE","id":"1","tags":{"a":null}}]',
  'an annotation without a time': '[{"traceId":"$TRACE","id":"1","annotations":[{"value":"x"}]}]',
  'an impossible port': '[{"traceId":"$TRACE","id":"1","localEndpoint":{"port":99999}}]'
}

const wrongQueries = [
  'limit=0',
  'limit=abc',
  'endTs=abc',
  'endTs=-1',
  'lookback=0',
  'minDuration=-1',
  'maxDuration=10',
  'minDuration=5&maxDuration=2'
]

describe("the lab's telemetry", () => conform(startOwn))

describe(
  'a real Zipkin',
  { skip: realUrl === undefined ? 'TEST_ZIPKIN_URL names none' : false },
  () => conform(async () => ({ url: realUrl ?? '', stop: async () => undefined }))
)

function conform(start: () => Promise<Target>): void {
  let url = ''
  let stop: Target['stop']
  before(async () => {
    ;({ url, stop } = await start())
  })
  after(async () => stop())

  const get = async (path: string): Promise<Answer> => ask(`${url}${path}`, { method: 'GET' })
  const post = async (
    body: string | Buffer,
    headers: Record<string, string> = {}
  ): Promise<Answer> =>
    ask(`${url}/api/v2/spans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body
    })
  const send = async (spans: readonly Span[]): Promise<void> => {
    assert.equal((await post(JSON.stringify(spans))).status, 202)
  }
  /** A collector may take a moment to make spans searchable. */
  const eventually = async (
    path: string,
    isReady: (found: unknown) => boolean
  ): Promise<unknown> => {
    for (const until = performance.now() + 5000; ;) {
      const answer = await get(path)
      const found = answer.status === 200 ? answer.json() : undefined
      if (found !== undefined && isReady(found)) return found
      assert.ok(performance.now() < until, `${path} answers ${answer.status} ${answer.text}`)
      await setTimeout(20)
    }
  }
  const search = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const answer = await get(`/api/v2/traces?${new URLSearchParams(query)}`)
    assert.equal(answer.status, 200, answer.text)
    return (answer.json() as readonly (readonly Span[])[]).map(trace =>
      String(trace[0]?.['traceId'])
    )
  }
  const isFull = (found: unknown): boolean => Array.isArray(found) && found.length > 0

  test('is healthy', async () => {
    const answer = await get('/health')
    assert.equal(answer.status, 200)
    assert.equal((answer.json() as Span)['status'], 'UP')
  })

  test('answers a trace with names lowered, ids padded and unknown fields dropped', async () => {
    const traceId = newId(32)
    await send([
      {
        traceId,
        id: '1',
        parentId: '1',
        name: 'GET /X',
        kind: 'SERVER',
        timestamp: nowMicros(),
        duration: 1000,
        localEndpoint: { serviceName: 'WEB', ipv4: '127.0.0.1', port: 80 },
        remoteEndpoint: { serviceName: 'Edge' },
        annotations: [
          { timestamp: 5, value: 'b' },
          { timestamp: 3, value: 'a' }
        ],
        tags: { 'http.path': '/X', error: '' },
        unknown: { deep: [1] }
      }
    ])
    const [span] = (await eventually(`/api/v2/trace/${traceId}`, isFull)) as readonly Span[]
    const { timestamp, ...rest } = span ?? {}
    assert.ok(Number.isSafeInteger(timestamp))
    assert.deepEqual(rest, {
      traceId,
      id: '0000000000000001',
      kind: 'SERVER',
      name: 'get /x',
      duration: 1000,
      localEndpoint: { serviceName: 'web', ipv4: '127.0.0.1', port: 80 },
      remoteEndpoint: { serviceName: 'edge' },
      annotations: [
        { timestamp: 3, value: 'a' },
        { timestamp: 5, value: 'b' }
      ],
      tags: { 'http.path': '/X', error: '' }
    })
  })

  test('takes spans of one trace in several posts and drops one that was sent twice', async () => {
    const traceId = newId(32)
    const span = { traceId, id: newId(16), name: 'a', timestamp: nowMicros() }
    await send([span])
    await send([span, { ...span, id: newId(16), parentId: span.id }])
    const found = await eventually(
      `/api/v2/trace/${traceId}`,
      spans => (spans as readonly Span[]).length === 2
    )
    assert.equal((found as readonly Span[]).length, 2)
  })

  test('a 64-bit id with leading zeros is the same trace', async () => {
    const traceId = newId(16)
    await send([{ traceId: traceId.padStart(32, '0'), id: '2', timestamp: nowMicros() }])
    const [span] = (await eventually(`/api/v2/trace/${traceId}`, isFull)) as readonly Span[]
    assert.equal(span?.['traceId'], traceId)
    assert.equal((await get(`/api/v2/trace/${traceId.padStart(32, '0')}`)).status, 200)
  })

  test('the lower half of a 128-bit id is another trace', async () => {
    const traceId = newId(32)
    await send([{ traceId, id: '2', timestamp: nowMicros() }])
    await eventually(`/api/v2/trace/${traceId}`, isFull)
    assert.equal((await get(`/api/v2/trace/${traceId.slice(16)}`)).status, 404)
  })

  test('an unknown trace is 404 and what is no id is 400', async () => {
    assert.equal((await get(`/api/v2/trace/${newId(32)}`)).status, 404)
    assert.equal((await get('/api/v2/trace/nope')).status, 400)
    assert.equal((await get(`/api/v2/trace/${'A'.repeat(32)}`)).status, 400)
    assert.equal((await get(`/api/v2/trace/${'a'.repeat(33)}`)).status, 400)
  })

  test('takes a gzipped list', async () => {
    const traceId = newId(32)
    const body = gzipSync(JSON.stringify([{ traceId, id: '2', timestamp: nowMicros() }]))
    assert.equal((await post(body, { 'content-encoding': 'gzip' })).status, 202)
    await eventually(`/api/v2/trace/${traceId}`, isFull)
    const cut = await post(body.subarray(0, 20), { 'content-encoding': 'gzip' })
    assert.equal(cut.status, 400)
  })

  test('an empty list is taken', async () => {
    assert.equal((await post('[]')).status, 202)
  })

  for (const [name, body] of Object.entries(malformed)) {
    test(`${name} is 400 and nothing of the list is kept`, async () => {
      const traceId = newId(32)
      const list = body.replace('$TRACE', traceId)
      assert.equal((await post(list)).status, 400)
      assert.equal((await get(`/api/v2/trace/${traceId}`)).status, 404)
    })
  }

  test('lists services, their spans and whom they call', async () => {
    const [service, remote] = [newName('shop'), newName('stock')]
    await send([
      clientSpan({ service, remote, name: 'b' }),
      clientSpan({ service, remote, name: 'A' })
    ])
    const query = `serviceName=${service.toUpperCase()}`
    assert.deepEqual(await eventually(`/api/v2/spans?${query}`, isFull), ['a', 'b'])
    assert.deepEqual((await get(`/api/v2/remoteServices?${query}`)).json(), [remote])
    const services = (await get('/api/v2/services')).json() as readonly string[]
    assert.ok(services.includes(service))
    assert.ok(!services.includes(remote))
    assert.deepEqual(services, services.toSorted())
    assert.deepEqual((await get('/api/v2/spans?serviceName=nobody')).json(), [])
    assert.equal((await get('/api/v2/spans')).status, 400)
    assert.equal((await get('/api/v2/remoteServices')).status, 400)
  })

  describe('searches', () => {
    const service = newName('web')
    const other = newName('other')
    const slow = newId(32)
    const failed = newId(32)
    const old = newId(32)
    before(async () => {
      const at = nowMicros()
      await send([
        serverSpan({ traceId: slow, service, name: 'get /a', at, duration: 900_000 }),
        {
          ...clientSpan({ service: other, remote: 'db', name: 'query' }),
          traceId: slow,
          tags: { x: 'y' }
        },
        {
          ...serverSpan({
            traceId: failed,
            service,
            name: 'get /b',
            at: at - 1_000_000,
            duration: 500
          }),
          tags: { error: 'boom', 'http.status_code': '500' },
          annotations: [{ timestamp: at, value: 'retry' }]
        },
        serverSpan({ traceId: old, service, name: 'get /a', at: at - 3_600_000_000, duration: 10 })
      ])
      await eventually(
        `/api/v2/traces?serviceName=${service}`,
        found => (found as readonly unknown[]).length === 3
      )
    })

    const cases: readonly (readonly [
      string,
      Readonly<Record<string, string>>,
      () => readonly string[]
    ])[] = [
      ['the latest first', {}, () => [slow, failed, old]],
      ['not more than asked for', { limit: '1' }, () => [slow]],
      ['by span name', { spanName: 'get /a' }, () => [slow, old]],
      ['by span name in any case', { spanName: 'GET /B' }, () => [failed]],
      ['for all span names', { spanName: 'all' }, () => [slow, failed, old]],
      ['by least duration', { minDuration: '500' }, () => [slow, failed]],
      ['by range of duration', { minDuration: '400', maxDuration: '600' }, () => [failed]],
      ['for errors', { annotationQuery: 'error' }, () => [failed]],
      ['by tag', { annotationQuery: 'http.status_code=500' }, () => [failed]],
      ['by tag with another value', { annotationQuery: 'http.status_code=200' }, () => []],
      ['by annotation', { annotationQuery: 'retry' }, () => [failed]],
      ['by all of several', { annotationQuery: 'error and http.status_code=500' }, () => [failed]],
      ['by all of several, one missing', { annotationQuery: 'error and no' }, () => []],
      ['by time', { lookback: '60000' }, () => [slow, failed]],
      ['by an earlier time', { endTs: String(Date.now() - 60_000) }, () => [old]],
      ['by whom the service called', { remoteServiceName: 'db' }, () => []],
      ['by tags of the service only', { annotationQuery: 'x=y' }, () => []]
    ]
    for (const [name, query, expected] of cases) {
      test(name, async () => {
        assert.deepEqual(await search({ serviceName: service, ...query }), expected())
      })
    }

    test('by whom another service in the trace called', async () => {
      const query = { serviceName: other, remoteServiceName: 'db', annotationQuery: 'x=y' }
      assert.deepEqual(await search(query), [slow])
    })

    test('answers all spans of a trace, not only those that match', async () => {
      const answer = await get(`/api/v2/traces?serviceName=${other}`)
      const [trace] = answer.json() as readonly (readonly Span[])[]
      assert.equal(trace?.length, 2)
    })
  })

  for (const query of wrongQueries) {
    test(`a search with ${query} is 400`, async () => {
      assert.equal((await get(`/api/v2/traces?${query}`)).status, 400)
    })
  }

  test('counts calls and failed calls between services', async () => {
    const [web, cart, db] = [newName('web'), newName('cart'), newName('db')]
    const traceId = newId(32)
    const at = nowMicros()
    const ids = { root: newId(16), call: newId(16), served: newId(16), local: newId(16) }
    const failure = { tags: { error: 'x' } }
    await send([
      { ...serverSpan({ traceId, service: web, name: 'get', at, duration: 9 }), id: ids.root },
      {
        ...clientSpan({ service: web, remote: cart, name: 'get' }),
        ...failure,
        traceId,
        id: ids.call,
        parentId: ids.root
      },
      {
        ...serverSpan({ traceId, service: cart, name: 'get', at, duration: 5 }),
        id: ids.served,
        parentId: ids.call
      },
      {
        traceId,
        id: ids.local,
        parentId: ids.served,
        name: 'work',
        timestamp: at,
        localEndpoint: { serviceName: cart }
      },
      {
        ...clientSpan({ service: cart, remote: db, name: 'select' }),
        traceId,
        id: newId(16),
        parentId: ids.local
      }
    ])
    const isOurs = (link: Span): boolean => [web, cart].includes(String(link['parent']))
    const path = `/api/v2/dependencies?endTs=${Date.now() + 1000}&lookback=60000`
    const found = await eventually(path, links => (links as readonly Span[]).some(isOurs))
    assert.deepEqual(
      (found as readonly Span[]).filter(isOurs).toSorted((a, b) => byParent(a, b, web)),
      [
        { parent: web, child: cart, callCount: 1, errorCount: 1 },
        { parent: cart, child: db, callCount: 1 }
      ]
    )
    assert.equal((await get('/api/v2/dependencies')).status, 400)
  })
}

async function startOwn(): Promise<Target> {
  const database = openTelemetryDatabase(undefined)
  const app = createTelemetryApp({
    spans: createSpanStore(database),
    logs: createLogStore(database),
    nowMs: Date.now
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const stop = async (): Promise<void> => {
    await app.close()
    database.close()
  }
  return { url, stop }
}

async function ask(url: string, options: Parameters<typeof request>[1]): Promise<Answer> {
  const { statusCode, body } = await request(url, { ...options, bodyTimeout: 10_000 })
  const text = await body.text()
  return { status: statusCode, text, json: () => JSON.parse(text) as unknown }
}

function serverSpan(span: {
  readonly traceId: string
  readonly service: string
  readonly name: string
  readonly at: number
  readonly duration: number
}): Span {
  const { traceId, service, name, at, duration } = span
  return {
    traceId,
    id: newId(16),
    kind: 'SERVER',
    name,
    timestamp: at,
    duration,
    localEndpoint: { serviceName: service }
  }
}

function clientSpan(span: {
  readonly service: string
  readonly remote: string
  readonly name: string
}): Span {
  return {
    traceId: newId(32),
    id: newId(16),
    parentId: newId(16),
    kind: 'CLIENT',
    name: span.name,
    timestamp: nowMicros(),
    duration: 20,
    localEndpoint: { serviceName: span.service },
    remoteEndpoint: { serviceName: span.remote }
  }
}

function byParent(a: Span, b: Span, first: string): number {
  return Number(b['parent'] === first) - Number(a['parent'] === first)
}

function nowMicros(): number {
  return Date.now() * 1000
}

/** Never with leading zeros, which Zipkin would take off. */
function newId(digits: 16 | 32): string {
  return `a${randomBytes(digits / 2)
    .toString('hex')
    .slice(1)}`
}

/** A name that no earlier run has used. */
function newName(prefix: string): string {
  return `${prefix}-${newId(16)}`
}
