import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { join } from 'node:path'
import { test } from 'node:test'
import { layerNames } from '@microzon/shared/client'
import { layers } from '../items/client-layers.ts'
import { profile, sharesOf } from '../support/profile.ts'

const placeOf = (url: string): string | undefined => /^file:\/\/\/(layer-\w)\.ts$/.exec(url)?.[1]

test('a sample counts for the innermost place on its stack, and idle time for none', () => {
  const nodes = [
    aNode(1, ['(root)', ''], [2, 5, 6, 7]),
    aNode(2, ['retry', 'file:///layer-a.ts'], [3, 8]),
    aNode(3, ['setTimeout', 'node:timers'], [4]),
    aNode(4, ['send', 'file:///layer-b.ts']),
    aNode(5, ['onRead', 'node:net']),
    aNode(6, ['(idle)', '']),
    aNode(7, ['(garbage collector)', '']),
    aNode(8, ['parse', ''])
  ]
  const samples = [2, 3, 8, 4, 5, 6, 7, 2]
  // A sample lasts as long as the next one says; the last one has no end.
  const timeDeltas = [99, 10, 10, 10, 40, 10, 1_000, 20]
  const shares = sharesOf({ nodes, startTime: 0, endTime: 0, samples, timeDeltas }, placeOf)
  assert.deepEqual(Object.fromEntries(shares), {
    'layer-a': 0.3,
    'layer-b': 0.4,
    node: 0.1,
    garbage: 0.2
  })
})

test('what runs is found by the name of its file', async () => {
  const shares = await profile(
    () => {
      const endsAt = performance.now() + 50
      let sum = 0
      while (performance.now() < endsAt) sum += Math.sqrt(sum + 1)
      return Promise.resolve(sum)
    },
    url => (url.endsWith('/profile.test.ts') ? 'this file' : undefined)
  )
  assert.ok((shares.get('this file') ?? 0) > 0.5, JSON.stringify([...shares]))
})

test('every layer has its row, and every row its file', () => {
  // A budget is kept by `retry`, a penalty by what `observe` writes to.
  const expected = layerNames.filter(name => name !== 'budget' && name !== 'penalty')
  assert.deepEqual(
    expected.filter(name => !layers.includes(name)),
    []
  )
  const folder = join(import.meta.dirname, '../../packages/shared/src/client')
  assert.deepEqual(
    layers.filter(name => !existsSync(join(folder, `${name}.ts`))),
    []
  )
})

function aNode(
  id: number,
  [functionName, url]: readonly [string, string],
  children: readonly number[] = []
): Profiler.ProfileNode {
  const callFrame = { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 }
  return { id, callFrame, children: [...children] }
}
