import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRateLimit } from '../src/rate-limit.ts'

function limit(perMinute: number) {
  let now = 1_000_000
  const limiter = createRateLimit({ perMinute, clock: () => now })
  return { take: limiter.take, move: (ms: number) => void (now += ms) }
}

test('lets a minute’s worth through at once, then tells how long to wait', () => {
  const { take } = limit(3)
  assert.deepEqual([take('a'), take('a'), take('a')], [0, 0, 0])
  assert.equal(take('a'), 20)
  assert.equal(take('b'), 0)
})

test('refills evenly, and never above a minute’s worth', () => {
  const { take, move } = limit(60)
  for (let request = 0; request < 60; request++) assert.equal(take('a'), 0)
  assert.equal(take('a'), 1)
  move(1_000)
  assert.equal(take('a'), 0)
  assert.equal(take('a'), 1)
  move(3_600_000)
  for (let request = 0; request < 60; request++) assert.equal(take('a'), 0)
  assert.notEqual(take('a'), 0)
})

test('who is refused does not wait longer for having asked', () => {
  const { take, move } = limit(60)
  for (let request = 0; request < 200; request++) take('a')
  move(1_000)
  assert.equal(take('a'), 0)
})

test('a clock that is set back costs nobody anything', () => {
  const { take, move } = limit(60)
  take('a')
  move(-3_600_000)
  assert.equal(take('a'), 0)
})

test('remembers 10,000 clients, and forgets the longest unseen first', () => {
  const { take } = limit(1)
  take('first')
  for (let client = 0; client < 9_999; client++) take(`${client}`)
  assert.notEqual(take('first'), 0)
  take('one more')
  assert.equal(take('0'), 0)
  assert.notEqual(take('first'), 0)
})
