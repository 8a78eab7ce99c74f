import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importances, readImportance } from '../../src/admission/importance.ts'

test('only words that are known are read', () => {
  assert.deepEqual(importances.map(readImportance), ['high', 'normal', 'low'])
  for (const odd of [undefined, '', 'HIGH', 'critical', 'constructor', ['high'], ['high', 'low']]) {
    assert.equal(readImportance(odd), undefined)
  }
})
