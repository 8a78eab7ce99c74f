import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { renderLogLine } from '../src/telemetry/render-log-line.ts'
import { renderTrace } from '../src/telemetry/render-trace.ts'
import type { ZipkinSpan } from '../src/telemetry/zipkin-span.ts'
import { createLine, createSpan } from './telemetry-app.ts'

const at = 1_900_000_000_000_000

test('a trace is drawn as a tree with times, bars, tags and errors', () => {
  assert.equal(
    renderTrace(threeSpans()),
    `trace ${'a'.repeat(32)}  20.0 ms · 3 spans · 2 services · 1 error · 2030-03-17T17:46:40.000Z
     0 µs   20.0 ms ████████████████████████ web get /  status=200
   5.0 ms   10.0 ms       ████████████       └─ web post /orders  → billing
   6.0 ms    8.0 ms        ██████████           └─ billing post /orders  ✗ card declined
`
  )
})

test('spans that came in any order are drawn in the order of time', () => {
  assert.equal(renderTrace(threeSpans().toReversed()), renderTrace(threeSpans()))
})

test('siblings are tied with lines', () => {
  const spans = ['2', '3', '4'].map((digit, index) =>
    createSpan({
      id: digit.repeat(16),
      parentId: (digit === '3' ? '2' : '1').repeat(16),
      timestamp: at + index
    })
  )
  const text = renderTrace([createSpan({ timestamp: at - 1 }), ...spans])
  assert.deepEqual(
    text
      .split('\n')
      .slice(1, -1)
      .map(line => line.slice(45)),
    ['web get /', '├─ web get /', '│  └─ web get /', '└─ web get /']
  )
})

test('a span whose caller is missing is drawn and marked', () => {
  assert.match(renderTrace([createSpan({ parentId: '9'.repeat(16) })]), /its caller is missing/)
})

test('spans tied in a loop are drawn once each', () => {
  const one = createSpan({ id: '1'.repeat(16), parentId: '2'.repeat(16) })
  const two = createSpan({ id: '2'.repeat(16), parentId: '1'.repeat(16) })
  const own = createSpan({ id: '3'.repeat(16), parentId: '3'.repeat(16) })
  assert.equal(renderTrace([one, two, own]).split('\n').length, 5)
})

test('a chain of 5,000 spans is drawn', () => {
  const id = (index: number): string => index.toString(16).padStart(16, '0')
  const spans = Array.from({ length: 5000 }, (_, index) =>
    createSpan({ id: id(index + 1), ...(index === 0 ? {} : { parentId: id(index) }) })
  )
  assert.equal(renderTrace(spans).split('\n').length, 5002)
})

test('the callee is drawn below the caller when both share an id', () => {
  const id = '5'.repeat(16)
  const client = createSpan({ id, kind: 'CLIENT', timestamp: at })
  const server = createSpan({
    id,
    shared: true,
    timestamp: at + 5,
    localEndpoint: { serviceName: 'cart' }
  })
  const text = renderTrace([server, client])
  assert.match(text, /web get \/\n.*└─ cart get \//)
})

test('spans without time, name or service are drawn', () => {
  const text = renderTrace([{ traceId: 'a', id: '1' }])
  assert.match(text, /unknown \(no name\)/)
  assert.doesNotMatch(text, /NaN|undefined/)
})

test('no spans are said to be none', () => {
  assert.equal(renderTrace([]), 'no spans\n')
})

test('what services send cannot steer the terminal', () => {
  const attack = '\u001B]0;owned\u0007\u001B[2J\r\u202E'
  const trace = renderTrace([
    createSpan({
      name: attack,
      localEndpoint: { serviceName: attack },
      tags: { error: attack, 'http.path': attack }
    })
  ])
  const line = renderLogLine(createLine({ msg: attack, [attack]: attack, err: { stack: attack } }))
  for (const text of [trace, line, renderLogLine(`no json ${attack}`)]) {
    assert.match(text, /owned/)
    for (const row of text.split('\n')) assert.doesNotMatch(row, /[\p{Cc}\p{Bidi_Control}]/u)
  }
})

test('colours are added only when asked for', () => {
  const spans = threeSpans()
  const colored = renderTrace(spans, { color: true })
  assert.notEqual(colored, renderTrace(spans))
  assert.equal(stripVTControlCharacters(colored), renderTrace(spans))
})

test('a log line is drawn with what differs, its error and its correlation id', () => {
  const line = createLine({
    level: 'error',
    traceId: 'cc',
    req: { method: 'GET', path: '/carts/7' },
    status: 500,
    err: { message: 'disk full', stack: 'Error: disk full\n    at store' }
  })
  assert.equal(
    renderLogLine(line.trimEnd()),
    `2030-05-06T07:08:09.000Z ERROR cart-1      request served req=GET /carts/7 ` +
      `status=500 err=disk full trace=cc
    Error: disk full
        at store`
  )
})

test('what is no JSON object is drawn as it is', () => {
  assert.equal(renderLogLine('plain'), 'plain')
  assert.equal(renderLogLine('[1]'), '[1]')
})

function threeSpans(): readonly ZipkinSpan[] {
  return [
    createSpan({ timestamp: at, duration: 20_000, tags: { 'http.status_code': '200' } }),
    createSpan({
      id: '2'.repeat(16),
      parentId: '1'.repeat(16),
      kind: 'CLIENT',
      name: 'post /orders',
      timestamp: at + 5000,
      duration: 10_000,
      remoteEndpoint: { serviceName: 'billing' }
    }),
    createSpan({
      id: '3'.repeat(16),
      parentId: '2'.repeat(16),
      name: 'post /orders',
      timestamp: at + 6000,
      duration: 8000,
      localEndpoint: { serviceName: 'billing' },
      tags: { error: 'card declined' }
    })
  ]
}
