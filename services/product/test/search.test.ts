import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Candidate, MatchOptions } from '../src/domain/ports.ts'
import { search } from '../src/domain/search.ts'
import type { Term } from '../src/domain/terms.ts'

const terms: readonly Term[] = [{ word: 'tea', near: ['ten'], isKnown: true }]

function readerOf(count: number, name: (seq: number) => string) {
  const asked: MatchOptions[] = []
  const seqs = Array.from({ length: count }, (_, index) => count - index)
  const inName = seqs.filter(seq => name(seq).startsWith('Tea'))
  return {
    asked,
    async match(_terms: readonly Term[], options: MatchOptions): Promise<readonly number[]> {
      asked.push(options)
      return (options.inName ? inName : seqs).slice(0, options.limit)
    },
    async candidates(wanted: readonly number[]): Promise<readonly Candidate[]> {
      return wanted.map(seq => ({
        id: String(seq),
        seq,
        name: name(seq),
        categories: ['x'],
        description: 'tea'
      }))
    }
  }
}

test('orders by rank, then by name, then by age', async () => {
  const names = ['B', 'A', 'Tea', 'A']
  const { hits } = await search(
    terms,
    readerOf(4, seq => names[seq - 1] ?? '')
  )
  assert.deepEqual(
    hits.map(({ candidate }) => candidate.seq),
    [3, 2, 4, 1]
  )
})

test('counts exactly to a thousand', async () => {
  const found = await search(
    terms,
    readerOf(1_000, () => 'x')
  )
  assert.deepEqual([found.total, found.totalIsExact, found.hits.length], [1_000, true, 1_000])
})

test('above a thousand it says so, and names go before texts', async () => {
  const reader = readerOf(5_000, seq => (seq <= 3 ? 'Teapot' : 'x'))
  const { hits, total, totalIsExact } = await search(terms, reader)
  assert.deepEqual([total, totalIsExact], [1_000, false])
  assert.equal(hits.filter(({ candidate }) => candidate.name === 'Teapot').length, 3)
  assert.ok(reader.asked.every(({ limit }) => limit <= 1_001))
})

test('asks nothing for a search without words', async () => {
  const reader = readerOf(5, () => 'x')
  assert.deepEqual(await search([], reader), { hits: [], total: 0, totalIsExact: true })
  assert.deepEqual(reader.asked, [])
})
