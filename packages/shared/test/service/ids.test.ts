import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createId } from '../../src/service/index.ts'

test('ids are random: they differ, and none tells of another or of the time', () => {
  const ids = Array.from({ length: 10_000 }, createId)
  assert.equal(new Set(ids).size, ids.length)
  // Version 4: 122 bits are random, where another version would hold a clock or a name.
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})
