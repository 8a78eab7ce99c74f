import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomSpanId, readB3, traceFraction, writeB3 } from '../../src/telemetry/b3.ts'

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length })
    .map(text => text.slice(-length))
    .filter(text => !/^0+$/.test(text))

const identity = fc.record(
  { traceId: hex(32), spanId: hex(16), parentId: hex(16), sampled: fc.boolean() },
  { requiredKeys: ['traceId', 'spanId', 'sampled'] }
)

const spanId = 'b7ad6b7169203331'
const traceId = '0af7651916cd43dd8448eb211c80319c'

test('what one process writes the next one reads', () => {
  fc.assert(
    fc.property(identity, span => {
      const { parentId, ...read } = span
      const headers = writeB3(span)
      assert.deepEqual(readB3(headers), read)
      assert.equal(headers['x-b3-parentspanid'], parentId)
      assert.equal(Object.keys(headers).length, parentId === undefined ? 3 : 4)
    })
  )
})

test('ids come both or not at all, and only as hex that is not zero', () => {
  const part = fc.oneof(
    hex(32),
    hex(16),
    hex(8),
    fc.string(),
    fc.constantFrom('0'.repeat(16), '0'.repeat(32), `${spanId} `, undefined),
    fc.array(hex(16), { minLength: 1, maxLength: 2 })
  )
  fc.assert(
    fc.property(part, part, (trace, span) => {
      const headers = { 'x-b3-traceid': trace, 'x-b3-spanid': span } as IncomingHttpHeaders
      const read = readB3(headers)
      assert.deepEqual(Object.keys(read).toSorted(), 'traceId' in read ? ['spanId', 'traceId'] : [])
      if (read.traceId !== undefined) {
        assert.match(read.traceId, /^(?!0+$)[0-9a-f]{32}$/)
        assert.match(read.spanId ?? '', /^(?!0+$)[0-9a-f]{16}$/)
        assert.ok(read.traceId.endsWith(String(trace)))
      }
    })
  )
})

test('upper case is lowered and a trace of 64 bits gets zeros', () => {
  const headers = { 'x-b3-traceid': spanId.toUpperCase(), 'x-b3-spanid': spanId.toUpperCase() }
  assert.deepEqual(readB3(headers), { traceId: spanId.padStart(32, '0'), spanId })
})

test('the decision is read in its four forms, and left open in any other', () => {
  const decided = (value: string | undefined, flags?: string): boolean | undefined =>
    readB3({
      ...(value !== undefined && { 'x-b3-sampled': value }),
      ...(flags !== undefined && { 'x-b3-flags': flags })
    }).sampled
  for (const yes of ['1', 'true']) assert.equal(decided(yes), true)
  for (const no of ['0', 'false']) assert.equal(decided(no), false)
  for (const open of [undefined, '', '2', 'True', '1, 1', 'd', ' 1']) {
    assert.equal(decided(open), undefined)
  }
  assert.equal(decided('0', '1'), true, 'debug overrules')
  assert.equal(decided('0', '0'), false)
  assert.equal(decided(undefined, '0'), undefined)
})

test('a decision without ids is kept', () => {
  assert.deepEqual(readB3({ 'x-b3-sampled': '0', 'x-b3-traceid': traceId }), { sampled: false })
})

test('random ids are sound and differ, over many pages of random bytes', () => {
  const ids = Array.from({ length: 5_000 }, randomSpanId)
  for (const id of ids) assert.match(id, /^(?!0+$)[0-9a-f]{16}$/)
  assert.equal(new Set(ids).size, ids.length)
})

test('a trace lies in the same place for everybody, and traces lie evenly', () => {
  assert.equal(traceFraction(`${'f'.repeat(24)}00000000`), 0)
  assert.equal(traceFraction(`${'0'.repeat(24)}80000000`), 0.5)
  assert.equal(traceFraction('f'.repeat(32)), 1 - 2 ** -32)
  assert.equal(traceFraction('f'.repeat(32)), traceFraction('f'.repeat(16)))
  const fractions = Array.from({ length: 4_000 }, () => traceFraction(randomSpanId()))
  for (const quarter of [0, 0.25, 0.5, 0.75]) {
    const share = fractions.filter(at => at >= quarter && at < quarter + 0.25).length
    assert.ok(share > 800 && share < 1_200, `${share} of 4000 from ${quarter}`)
  }
  for (const none of ['', 'xyz']) assert.equal(traceFraction(none), 0)
})
