import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalChance } from '../../src/admission/lateness.ts'

test('browsing is refused before the cart, and checkout last', () => {
  const chances = [0, 200, 350, 500, 750, 1_000, 1_500, 2_000, 9_000].map(lateMs =>
    (['low', 'normal', 'high'] as const).map(importance => refusalChance(importance, lateMs))
  )
  assert.deepEqual(chances, [
    [0, 0, 0],
    [0, 0, 0],
    [0.5, 0, 0],
    [1, 0, 0],
    [1, 0.5, 0],
    [1, 1, 0],
    [1, 1, 0.5],
    [1, 1, 1],
    [1, 1, 1]
  ])
})
