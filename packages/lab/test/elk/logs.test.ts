import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { askElasticsearch, type Elasticsearch } from '../../src/elk/ask-elasticsearch.ts'
import { lineOf } from '../../src/elk/ecs-line.ts'
import { composeLogs } from '../../src/elk/log-source.ts'
import { Failure } from '../../src/runtime/failure.ts'
import { logs } from '../../src/verbs/telemetry.ts'

const correlation = 'c'.repeat(32)
const document = {
  '@timestamp': '2026-07-01T10:00:00.123Z',
  ecs: { version: '8.17.0' },
  event: { created: '2026-07-01T10:00:00.200Z', duration: 12_500_000 },
  log: { level: 'error' },
  service: { name: 'cart', version: '1.2.0', node: { name: 'cart-1' } },
  trace: { id: correlation },
  span: { id: 'd'.repeat(16) },
  http: { request: { method: 'POST' }, response: { status_code: 500 } },
  url: { path: '/x' },
  error: { type: 'Error', message: 'no', code: 'SOLD_OUT', stack_trace: 'Error: no\n at x' },
  labels: { 'http.route': '/carts/:id', err: {}, order: 'o-1', deep: { a: [1] } },
  message: 'served'
}

test('a document is the line that its service wrote', () => {
  const line = {
    level: 'error',
    time: '2026-07-01T10:00:00.123Z',
    service: 'cart',
    version: '1.2.0',
    instance: 'cart-1',
    traceId: correlation,
    spanId: 'd'.repeat(16),
    method: 'POST',
    route: '/carts/:id',
    path: '/x',
    status: 500,
    durationMs: 12.5,
    err: { type: 'Error', message: 'no', code: 'SOLD_OUT', stack: 'Error: no\n at x' },
    order: 'o-1',
    deep: { a: [1] },
    msg: 'served'
  }
  assert.equal(JSON.stringify(lineOf(document)), JSON.stringify(line))
})

test('an error that was a text stays one, and no error makes none', () => {
  assert.deepEqual(lineOf({ labels: { err: 'lost' } }), { err: 'lost' })
  assert.deepEqual(lineOf({ labels: { err: {} }, message: 'a' }), { msg: 'a' })
})

test('searches by every filter, and answers the latest lines, the oldest first', async () => {
  const elasticsearch = fake([[hit(9)], [hit(9, 'b'), hit(8, 'a')]])
  const query = new URLSearchParams({
    service: 'cart',
    instance: 'cart-1',
    correlation: correlation.toUpperCase(),
    level: 'warn',
    limit: '2'
  })
  const { lines, cursor } = await composeLogs(elasticsearch).read(query)
  assert.deepEqual(lines, [{ msg: 'a' }, { msg: 'b' }])
  assert.equal(cursor, '[".ds-1",9]')
  assert.deepEqual(elasticsearch.asked[1], {
    size: 2,
    track_total_hits: false,
    query: {
      bool: {
        filter: [
          { term: { 'trace.id': correlation } },
          { term: { 'service.name': 'cart' } },
          { term: { 'service.node.name': 'cart-1' } },
          { terms: { 'log.level': ['warn', 'error', 'fatal'] } }
        ]
      }
    },
    sort: [{ '@timestamp': 'desc' }, { _index: 'desc' }, { _seq_no: 'desc' }]
  })
})

test('goes on behind the line that came in last', async () => {
  const elasticsearch = fake([[hit(10), hit(11)], []])
  const source = composeLogs(elasticsearch)
  const query = new URLSearchParams({ limit: '200' })
  const page = await source.next(query, '[".ds-1",9]')
  assert.deepEqual(elasticsearch.asked[0]?.['search_after'], ['.ds-1', 9])
  assert.deepEqual(elasticsearch.asked[0]?.['sort'], [{ _index: 'asc' }, { _seq_no: 'asc' }])
  assert.equal(page.cursor, '[".ds-1",11]')
  assert.equal((await source.next(query, page.cursor)).cursor, '[".ds-1",11]')
})

test('begins at the first line where there was none', async () => {
  const elasticsearch = fake([[], [], [hit(0, 'first')]])
  const source = composeLogs(elasticsearch)
  const query = new URLSearchParams({ limit: '5' })
  const { cursor } = await source.read(query)
  assert.deepEqual((await source.next(query, cursor)).lines, [{ msg: 'first' }])
  assert.deepEqual(elasticsearch.asked[2]?.['search_after'], ['', 0])
})

test('follows on while Elasticsearch is started again, but says at once that it is not there', async () => {
  const elasticsearch = fake(['no', 'no', [hit(1, 'back')]])
  const source = composeLogs(elasticsearch)
  const query = new URLSearchParams({ limit: '5' })
  await assert.rejects(source.read(query), /^Failure: Elasticsearch does not answer the search/)
  assert.deepEqual(await source.next(query, '["a",0]'), { lines: [], cursor: '["a",0]' })
  assert.deepEqual((await source.next(query, '["a",0]')).lines, [{ msg: 'back' }])
})

test('a level that does not exist is told', async () => {
  const query = new URLSearchParams({ level: 'loud', limit: '5' })
  await assert.rejects(composeLogs(fake([[]])).read(query), {
    message: /^The logs cannot be read: level must be one of trace, /
  })
})

test('one program answers all searches, and ends when nothing is left to ask', async () => {
  const echo = 'while read -r line; do echo "$line $$"; done'
  const elasticsearch = ask('sh', '-c', echo)
  const first = await elasticsearch.search({ a: 'ü' })
  assert.match(first, /^\{"a":"ü"\} \d+$/)
  assert.equal(await elasticsearch.search({ a: 'ü' }), first)
  elasticsearch.close()
})

test('says in one sentence what is missing', async () => {
  const cases = [
    [['no-such-program'], /^There is no docker on this machine/],
    [
      ['sh', '-c', 'echo service elasticsearch is not running >&2; exit 1'],
      /^Elasticsearch does not run: docker compose up/
    ],
    [['sh', '-c', 'echo a; echo daemon away >&2'], /^Elasticsearch cannot be asked: daemon away$/]
  ] as const
  for (const [command, message] of cases) {
    const elasticsearch = ask(...command)
    const search = async (): Promise<string> => {
      await elasticsearch.search({})
      return elasticsearch.search({})
    }
    await assert.rejects(search(), { name: 'Failure', message })
  }
})

test('a program that has ended is started again by the next search', async () => {
  const elasticsearch = ask('sh', '-c', 'read -r line; echo "$line"')
  assert.equal(await elasticsearch.search({}), '{}')
  await assert.rejects(elasticsearch.search({}), Failure)
  assert.equal(await elasticsearch.search({}), '{}')
  elasticsearch.close()
})

test('a target that does not exist is a mistake in what was typed', async () => {
  const context = {
    home: '',
    print: () => undefined,
    isTerminal: false,
    signal: new AbortController().signal,
    note: unused,
    control: unused
  }
  const given = { words: [], options: { target: 'moon' } }
  await assert.rejects(logs.run(context, given), {
    exitCode: 2,
    message: /^--target must be lab or compose, not "moon"/
  })
})

type Asked = Readonly<Record<string, unknown>>

/** Answers with one list of hits after the other; a text is what is no answer. */
function fake(
  answers: (readonly object[] | string)[]
): Elasticsearch & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = []
  return {
    asked,
    search: async body => {
      asked.push(body as Asked)
      const answer = answers.shift() ?? []
      return typeof answer === 'string' ? answer : JSON.stringify({ hits: { hits: answer } })
    },
    close: () => undefined
  }
}

function hit(sequence: number, message = 'm'): object {
  return { _source: { message }, sort: ['.ds-1', sequence] }
}

function ask(...command: readonly string[]): Elasticsearch {
  return askElasticsearch({ root: process.cwd(), command })
}

function unused(): never {
  throw new Error('no lab is asked')
}
