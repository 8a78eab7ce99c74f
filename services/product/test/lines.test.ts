import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDrafts } from '../src/routes/drafts.ts'
import { readLines } from '../src/routes/lines.ts'
import { all, draftOf, errorOf } from './fixtures.ts'

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const read = (text: string, size = 7) => all(readLines(chunksOf(Buffer.from(text), size)))

test('gives the lines of a text however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 9 }),
      async (text, size) => {
        const whole = text.toWellFormed().replaceAll('\ufeff', '')
        const lines = await read(whole, size)
        const expected =
          whole.endsWith('\n') || whole === '' ? whole.split('\n').slice(0, -1) : whole.split('\n')
        assert.deepEqual(
          lines,
          expected.map((line, index) => ({ line: index + 1, text: line }))
        )
      }
    )
  )
})

test('passes over a line that is too long and goes on with the next', async () => {
  const lines = await read(`a\n${'x'.repeat(65_537)}\n${'y'.repeat(65_536)}\nb`, 1_000)
  assert.deepEqual(lines[1], { line: 2, message: 'the line is longer than 65536 bytes' })
  assert.deepEqual(lines[2], { line: 3, text: 'y'.repeat(65_536) })
  assert.deepEqual(lines[3], { line: 4, text: 'b' })
})

test('tells a line that is not UTF-8', async () => {
  const lines = await all(readLines(chunksOf(Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62]), 2)))
  assert.deepEqual(lines, [
    { line: 1, text: 'a' },
    { line: 2, message: 'the line is not UTF-8' },
    { line: 3, text: 'b' }
  ])
})

test('refuses a body without end', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    const chunk = Buffer.alloc(8 * 1024 * 1024, 'x')
    for (;;) yield chunk
  }
  await assert.rejects(all(readLines(endless())), errorOf('BULK_TOO_LARGE'))
})

test('tells a sender that goes away from a fault of ours', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a\n')
    throw new Error('aborted')
  }
  await assert.rejects(all(readLines(broken())), errorOf('BULK_INTERRUPTED'))
})

test('gives the products of a file with the reason for each line that holds none', async () => {
  const good = JSON.stringify(draftOf())
  const unknown = JSON.stringify({ ...draftOf(), extra: 1 })
  const text = `${good}\n\nnope\n{"name":"x"}\r\n[]\n  \n${good}\r\n${unknown}`
  const drafts = await all(readDrafts(chunksOf(Buffer.from(text), 50)))
  assert.deepEqual(
    drafts.map(given => [given.line, 'message' in given ? given.message : given.draft.name]),
    [
      [1, 'Leaves of Grass'],
      [3, 'the line is not JSON'],
      [4, 'must have required properties options, categories'],
      [5, 'must be object'],
      [7, 'Leaves of Grass'],
      [8, 'must not have extra']
    ]
  )
})
