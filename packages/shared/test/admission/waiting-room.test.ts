import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Importance } from '../../src/admission/importance.ts'
import { createWaitingRoom } from '../../src/admission/waiting-room.ts'
import { createManualClock } from '../client/fakes.ts'

/** A room whose visitors write down how their waiting ended. */
function open({ seats = 10, burstMs = 500, standingMs = 100 } = {}) {
  const clock = createManualClock()
  const room = createWaitingRoom({ seats, burstMs, standingMs }, clock)
  const told: string[] = []
  const enter = (name: string, importance: Importance = 'normal', msMax = 10_000) => {
    const waiter = room.wait(importance, msMax)
    waiter.called.then(
      isCalled => told.push(`${name} ${isCalled ? 'in' : 'away'} ${clock.now() - 1_000_000}`),
      assert.fail
    )
    return waiter
  }
  return { clock, room, told, enter }
}

test('calls in the most important first, and equals in their order', async () => {
  const { clock, room, told, enter } = open()
  enter('browse', 'low')
  enter('cart')
  enter('checkout', 'high')
  enter('other cart')
  while (room.callIn());
  await clock.advance(0)
  assert.deepEqual(told, ['checkout in 0', 'cart in 0', 'other cart in 0', 'browse in 0'])
  assert.deepEqual([room.size(), clock.timers()], [0, 0])
})

test('calls in only those that are meant', () => {
  const { room, enter } = open()
  enter('browse', 'low')
  assert.equal(
    room.callIn(importance => importance !== 'low'),
    false
  )
  assert.equal(room.size(), 1)
})

test('a burst is waited for, and no longer than that or than the visitor has time', async () => {
  const { clock, told, enter, room } = open()
  enter('burst')
  enter('hurried', 'normal', 30)
  enter('late', 'high', 0)
  await clock.advance(600)
  assert.deepEqual(told, ['late away 0', 'hurried away 30', 'burst away 500'])
  assert.equal(room.size(), 0)
})

test('a room that has not been empty for the time of a burst has little patience', async () => {
  const { clock, room, told, enter } = open()
  enter('first')
  await clock.advance(400)
  enter('second')
  room.callIn()
  await clock.advance(100)
  enter('third')
  await clock.advance(100)
  assert.deepEqual(told, ['first in 400', 'third away 600'])
  await clock.advance(300)
  enter('after it was empty')
  await clock.advance(500)
  assert.deepEqual(told.slice(2), ['second away 900', 'after it was empty away 1400'])
})

test('without a seat the last of the less important goes, and nobody for an equal', async () => {
  const { clock, told, enter } = open({ seats: 3 })
  enter('browse', 'low')
  enter('other browse', 'low')
  enter('cart')
  enter('third browse', 'low')
  enter('checkout', 'high')
  enter('other checkout', 'high')
  enter('third checkout', 'high')
  enter('fourth checkout', 'high')
  await clock.advance(0)
  assert.deepEqual(told, [
    'third browse away 0',
    'other browse away 0',
    'browse away 0',
    'cart away 0',
    'fourth checkout away 0'
  ])
})

test('who leaves is not called in, and holds no timer', async () => {
  const { clock, room, told, enter } = open()
  const waiter = enter('first')
  waiter.leave()
  waiter.leave()
  assert.deepEqual([room.callIn(), room.size(), clock.timers()], [false, 0, 0])
  await clock.advance(0)
  assert.deepEqual(told, ['first away 0'])
})
