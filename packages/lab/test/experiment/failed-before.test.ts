import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedBefore } from '../../src/experiment/failed-before.ts'
import { kill } from '../../src/experiment/experiments/kill.ts'
import type { RequestRecord } from '../../src/caller/load.ts'

const moments = { calm: 0, fault: 1_000, after: 2_000, end: 3_000 }
const requests: readonly RequestRecord[] = [
  [100, 5, 'get', 'ok'],
  [150, 5, 'get', 'stale'],
  [200, 5, 'get', 'timeout'],
  [980, 60, 'post', 'lost'],
  [1_100, 5, 'get', 'refused']
]

test('only what failed before the fault began tells of a machine that is too busy', () => {
  assert.deepEqual(failedBefore(kill, { requests, moments }), ['timeout'])
})

test('a load that is the fault itself has no time before it', () => {
  assert.deepEqual(failedBefore({ steps: [] }, { requests, moments }), [])
})
