import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '@microzon/shared/errors'
import type { KeyedDraft, ProductWriter } from '../src/domain/ports.ts'
import { saveAll, type DraftLine } from '../src/domain/upsert.ts'
import { draftOf } from './fixtures.ts'

/** Keeps nothing but what it was asked to save. */
function createWriter(
  fails: (drafts: readonly KeyedDraft[]) => Error | undefined = () => undefined
) {
  const batches: (readonly string[])[] = []
  const save: ProductWriter['save'] = async drafts => {
    batches.push(drafts.map(({ draft }) => draft.name))
    const error = fails(drafts)
    if (error !== undefined) throw error
    return drafts.map(({ proposedId }) => ({ id: proposedId, outcome: 'created' }))
  }
  return { batches, writer: { save } as unknown as ProductWriter }
}

async function* linesOf(names: readonly string[]): AsyncGenerator<DraftLine> {
  for (const [index, name] of names.entries()) yield { line: index + 1, draft: draftOf({ name }) }
}

const keep = { setStock: false }

test('saves in batches of two hundred', async () => {
  const { batches, writer } = createWriter()
  const names = Array.from({ length: 450 }, (_, index) => `Product ${index}`)
  const report = await saveAll(writer, linesOf(names), keep)
  assert.deepEqual(
    batches.map(batch => batch.length),
    [200, 200, 50]
  )
  assert.deepEqual(report, { accepted: 450, created: 450, updated: 0, failed: 0, errors: [] })
})

test('a product that comes twice is saved twice, the second time after the first', async () => {
  const { batches, writer } = createWriter()
  await saveAll(writer, linesOf(['a', 'b', 'A', 'c']), keep)
  assert.deepEqual(batches, [
    ['a', 'b'],
    ['A', 'c']
  ])
})

test('bad lines are told by number and the rest goes in', async () => {
  const { batches, writer } = createWriter()
  async function* lines(): AsyncGenerator<DraftLine> {
    yield { line: 1, message: 'the line is not JSON' }
    yield { line: 2, draft: draftOf({ name: '  ' }) }
    yield { line: 3, draft: draftOf() }
  }
  const report = await saveAll(writer, lines(), keep)
  assert.deepEqual(report, {
    accepted: 1,
    created: 1,
    updated: 0,
    failed: 2,
    errors: [
      { line: 1, message: 'the line is not JSON' },
      { line: 2, message: 'a name is empty or broken' }
    ]
  })
  assert.equal(batches.length, 1)
})

test('counts every bad line and tells a hundred of them', async () => {
  const { writer } = createWriter()
  async function* lines(): AsyncGenerator<DraftLine> {
    for (let line = 1; line <= 250; line += 1) yield { line, message: 'bad' }
  }
  const report = await saveAll(writer, lines(), keep)
  assert.deepEqual(
    [report.failed, report.errors.length, report.errors.at(-1)?.line],
    [250, 100, 100]
  )
})

test('a batch that the catalogue has no room for fails line by line, and the next goes on', async () => {
  const { writer } = createWriter(([first]) =>
    first?.draft.name === 'Product 0' ? new DomainError('CATEGORY_LIMIT', 'too many') : undefined
  )
  const names = Array.from({ length: 201 }, (_, index) => `Product ${index}`)
  const report = await saveAll(writer, linesOf(names), keep)
  assert.deepEqual([report.created, report.failed], [1, 200])
  assert.deepEqual(report.errors[0], { line: 1, message: 'too many' })
})

test('a store that fails ends it', async () => {
  const { writer } = createWriter(() => new Error('gone'))
  await assert.rejects(saveAll(writer, linesOf(['a']), keep), { message: 'gone' })
})

test('takes no more lines than fit while a batch is written', async () => {
  const read: number[] = []
  const { writer } = createWriter(() => {
    assert.equal(read.length % 200, 0)
    return undefined
  })
  async function* lines(): AsyncGenerator<DraftLine> {
    for (let line = 1; line <= 600; line += 1) {
      read.push(line)
      yield { line, draft: draftOf({ name: `Product ${line}` }) }
    }
  }
  await saveAll(writer, lines(), keep)
  assert.equal(read.length, 600)
})
