import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSlowdown, type Pressure } from '../../src/admission/slowdown.ts'

/** A slowdown whose route `page` usually takes 10 ms. */
function warm() {
  const slowdown = createSlowdown()
  const window = (ms: number, pressure: Pressure = 'none', route = 'page'): number => {
    slowdown.add(route, ms)
    return Math.round(slowdown.endWindow(pressure) * 100) / 100
  }
  for (let second = 0; second < 20; second++) assert.equal(window(10), 1)
  return { slowdown, window }
}

test('tells how many times longer than usual requests took', () => {
  const { window } = warm()
  assert.equal(window(30), 2.98)
  assert.equal(window(8), 0.8)
})

test('compares each route with itself', () => {
  const { slowdown, window } = warm()
  assert.equal(window(5_000, 'none', 'checkout'), 1)
  slowdown.add('page', 10)
  slowdown.add('checkout', 5_000)
  assert.equal(slowdown.endWindow('none').toFixed(2), '1.00')
})

test('a window without requests is as usual', () => {
  assert.equal(createSlowdown().endWindow('none'), 1)
})

test('what is slow because of us does not become usual, what stays slow without us does', () => {
  const seen = (['own', 'other'] as const).map(pressure => {
    const { window } = warm()
    let last = 0
    for (let second = 0; second < 60; second++) last = window(80, pressure)
    return last
  })
  assert.ok((seen[0] ?? 0) > 6, `${seen.join()}`)
  assert.ok((seen[1] ?? 0) < 1.5, `${seen.join()}`)
})

test('an odd start is forgotten', () => {
  const slowdown = createSlowdown()
  slowdown.add('page', 2_000)
  slowdown.endWindow('none')
  let last = 0
  for (let second = 0; second < 100; second++) {
    slowdown.add('page', 10)
    last = slowdown.endWindow('none')
  }
  assert.ok(last > 0.45, `${last}`)
})

test('what takes less than a millisecond counts as one', () => {
  const slowdown = createSlowdown()
  slowdown.add('page', 0)
  slowdown.endWindow('none')
  slowdown.add('page', 0.9)
  assert.equal(slowdown.endWindow('none'), 1)
})

test('remembers at most a thousand routes', () => {
  const slowdown = createSlowdown()
  for (let name = 0; name < 5_000; name++) slowdown.add(`route ${name}`, 10)
  assert.equal(slowdown.samples(), 5_000)
  slowdown.endWindow('none')
  slowdown.add('route 4999', 10)
  assert.equal(slowdown.samples(), 1)
})
