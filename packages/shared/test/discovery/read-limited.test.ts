import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLimited } from '../../src/discovery/read-limited.ts'

/** A body in pieces, and whether its reader has let go of it. */
function bodyOf(chunks: readonly Uint8Array[]) {
  const seen = { chunks: 0, isLetGo: false }
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of chunks) {
        seen.chunks++
        yield chunk
      }
    } finally {
      seen.isLetGo = true
    }
  }
  return { body: read(), seen }
}

test('gives back the text, however its bytes are cut into pieces', async () => {
  const text = fc.string({ unit: 'grapheme' }).filter(each => each.isWellFormed())
  const cuts = fc.array(fc.nat(20), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(text, cuts, async (whole, at) => {
      const bytes = Buffer.from(whole)
      const ends = [...at.toSorted((left, right) => left - right), bytes.length]
      const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      assert.equal(await readLimited(bodyOf(chunks).body, bytes.length), whole)
    })
  )
})

test('takes as many bytes as told and not one more', async () => {
  const chunks = [Buffer.alloc(60, 'a'), Buffer.alloc(40, 'b')]
  assert.equal((await readLimited(bodyOf(chunks).body, 100)).length, 100)
  await assert.rejects(readLimited(bodyOf(chunks).body, 99), RangeError)
  assert.equal(await readLimited(bodyOf([]).body, 0), '')
})

test('counts bytes and not characters', async () => {
  const euros = Buffer.from('€€€')
  assert.equal(await readLimited(bodyOf([euros]).body, 9), '€€€')
  await assert.rejects(readLimited(bodyOf([euros]).body, 8), RangeError)
})

test('stops to read at the first byte too many, and lets the body go', async () => {
  const { body, seen } = bodyOf(Array.from({ length: 1_000 }, () => Buffer.alloc(10)))
  await assert.rejects(readLimited(body, 25), RangeError)
  assert.deepEqual(seen, { chunks: 3, isLetGo: true })
})

test('a body that breaks off is told as its own error', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a')
    throw new Error('the connection is lost')
  }
  await assert.rejects(readLimited(broken(), 100), { message: 'the connection is lost' })
})
