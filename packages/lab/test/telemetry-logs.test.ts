import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { createLine, createTestTelemetry } from './telemetry-app.ts'

type Page = {
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly cursor: number
}

const correlation = 'c'.repeat(32)

test('takes lines and says how many it understood', async t => {
  const { app } = createTestTelemetry(t)
  const body = `${createLine()}not json\n[1]\n"text"\n\n${createLine()}`
  const answer = await postLines(app, body)
  assert.equal(answer.statusCode, 202)
  assert.deepEqual(answer.json(), { accepted: 2, rejected: 3 })
})

test('answers a line as it came in', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, createLine({ deep: { a: [1, 'ü'] } }))
  const { lines } = await search(app, '')
  assert.deepEqual(lines[0], JSON.parse(createLine({ deep: { a: [1, 'ü'] } })))
})

const cases: readonly (readonly [name: string, query: string, expected: readonly number[]])[] = [
  ['everything', '', [1, 2, 3, 4]],
  ['the latest', 'limit=2', [3, 4]],
  ['by service', 'service=cart', [1, 3]],
  ['by instance', 'instance=cart-2', [3]],
  ['by level and above', 'level=warn', [2, 3]],
  ['by correlation id', `correlation=${correlation}`, [1, 2]],
  ['by correlation id in any case', `correlation=${correlation.toUpperCase()}`, [1, 2]],
  ['by text in any case', 'q=SOLD', [2]],
  ['by text with quotation marks', `q=${encodeURIComponent('say "hi"')}`, [4]],
  ['a percent sign as a percent sign', 'q=%25', [4]],
  ['an underscore as an underscore', 'q=_', [3]],
  ['by time', 'since=2030-05-06T07:08:12.000Z', [3, 4]],
  ['by epoch milliseconds', `since=${Date.parse('2030-05-06T07:08:13.000Z')}`, [4]],
  ['by several', `service=cart&correlation=${correlation}`, [1]],
  ['for what nobody wrote', 'q=nothing', []]
]
for (const [name, query, expected] of cases) {
  test(`finds ${name}`, async t => {
    const { app } = createTestTelemetry(t)
    await postLines(app, fourLines())
    const { lines } = await search(app, query)
    assert.deepEqual(
      lines.map(line => line['n']),
      expected
    )
  })
}

test('lines that came in out of order are answered by their time', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, createLine({ n: 2, time: '2030-05-06T07:08:12.000Z' }))
  await postLines(app, createLine({ n: 1, time: '2030-05-06T07:08:11.000Z' }))
  const { lines } = await search(app, '')
  assert.deepEqual(
    lines.map(line => line['n']),
    [1, 2]
  )
})

test('whoever follows gets each line once', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, fourLines())
  const first = await search(app, 'limit=1')
  assert.equal((await search(app, `cursor=${first.cursor}`)).lines.length, 0)
  for (let n = 10; n < 15; n++) await postLines(app, createLine({ n }))
  const seen: unknown[] = []
  let cursor = first.cursor
  for (;;) {
    const page = await search(app, `cursor=${cursor}&limit=2`)
    if (page.lines.length === 0) break
    seen.push(...page.lines.map(line => line['n']))
    cursor = page.cursor
  }
  assert.deepEqual(seen, [10, 11, 12, 13, 14])
})

test('whoever follows a search that finds nothing still moves on', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, fourLines())
  const { cursor } = await search(app, 'cursor=0&q=nothing')
  assert.equal(cursor, 4)
})

for (const query of ['level=loud', 'since=yesterday', 'cursor=-1', 'limit=many']) {
  test(`${query} is 400 and is named`, async t => {
    const { app } = createTestTelemetry(t)
    const answer = await app.inject(`/logs?${query}`)
    assert.equal(answer.statusCode, 400)
    assert.match(answer.body, new RegExp(query.split('=')[0] ?? ''))
  })
}

test('a search for SQL or a pattern is a search for text', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, fourLines())
  for (const q of ["'; drop table log; --", '%_%', '\\', '\u0000']) {
    const query = new URLSearchParams({ q, service: q, correlation: q }).toString()
    assert.deepEqual((await search(app, query)).lines, [])
  }
  assert.equal((await search(app, '')).lines.length, 4)
})

test('1,000 lines are answered at most', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, createLine().repeat(1200))
  assert.equal((await search(app, 'limit=5000')).lines.length, 1000)
})

test('takes gzip, and refuses what grows too large, is too large or is no text of ours', async t => {
  const { app, errors } = createTestTelemetry(t)
  const post = async (payload: Buffer | string, headers: Record<string, string>): Promise<number> =>
    (await app.inject({ method: 'POST', url: '/logs', payload, headers })).statusCode
  const gzip = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }
  assert.equal(await post(gzipSync(createLine()), gzip), 202)
  assert.equal(await post(gzipSync(Buffer.alloc(30_000_000)), gzip), 413)
  assert.equal(await post('x', gzip), 400)
  assert.equal(await post('x', { ...gzip, 'content-encoding': 'br' }), 415)
  assert.equal(await post(createLine(), { 'content-type': 'text/plain' }), 415)
  const large = Buffer.alloc(11_000_000, ' ')
  assert.equal(await post(large, { 'content-type': 'application/x-ndjson' }), 413)
  assert.deepEqual(errors, [])
})

test('a line that is too long is rejected, its neighbours are not', async t => {
  const { app } = createTestTelemetry(t)
  const answer = await postLines(app, createLine({ note: 'x'.repeat(70_000) }) + createLine())
  assert.deepEqual(answer.json(), { accepted: 1, rejected: 1 })
})

test('a line without time, level or writer is kept', async t => {
  const { app } = createTestTelemetry(t)
  await postLines(app, '{"msg":"bare"}\n{"level":{},"time":-1,"service":7,"msg":"odd"}\n')
  assert.equal((await search(app, 'level=info')).lines.length, 2)
})

function fourLines(): string {
  return [
    { n: 1, time: '2030-05-06T07:08:10.000Z', traceId: correlation },
    {
      n: 2,
      time: '2030-05-06T07:08:11.000Z',
      traceId: correlation,
      service: 'product',
      instance: 'product-1',
      level: 'warn',
      msg: 'sold out'
    },
    { n: 3, time: '2030-05-06T07:08:12.000Z', instance: 'cart-2', level: 'error', msg: 'a_b' },
    {
      n: 4,
      time: '2030-05-06T07:08:13.000Z',
      service: 'web',
      instance: 'web-1',
      level: 'debug',
      msg: '100 % say "hi"'
    }
  ]
    .map(createLine)
    .join('')
}

async function postLines(
  app: FastifyInstance,
  payload: string
): Promise<{ readonly statusCode: number; json(): unknown }> {
  const headers = { 'content-type': 'application/x-ndjson' }
  return app.inject({ method: 'POST', url: '/logs', payload, headers })
}

async function search(app: FastifyInstance, query: string): Promise<Page> {
  const answer = await app.inject(`/logs?${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<Page>()
}
