import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { runWorld, type Seen, type World } from './overload.ts'

const seconds = 20

/** The share of the workers' time that went into requests which were served in time. */
function goodput({ high, normal, low }: Seen, { workers }: Pick<World, 'workers'>): number {
  return (high.workMs + normal.workMs + low.workMs) / (workers * (seconds / 2) * 1_000)
}

function servedShare({ asked, served }: Seen['high']): number {
  return served / asked
}

// A twentieth of the requests pay, so that three times the capacity holds all who do.
const worlds = fc.record({
  seed: fc.nat(),
  workers: fc.integer({ min: 1, max: 20 }),
  // The slowest work ends well within the second that its caller waits.
  perSecond: fc.integer({ min: 200, max: 300 }),
  checkoutCosts: fc.integer({ min: 1, max: 3 }),
  times: fc.double({ min: 2, max: 4, noNaN: true })
})

test('with more than it can do, a service does what it can, and nearly all checkouts', async () => {
  const property = fc.asyncProperty(worlds, async ({ workers, perSecond, ...rest }) => {
    const meanMs = (workers / perSecond) * 1_000
    const browseMs = meanMs / (0.95 + 0.05 * rest.checkoutCosts)
    const world: World = {
      seed: rest.seed,
      workers,
      workMs: route => (route === 'POST /orders' ? browseMs * rest.checkoutCosts : browseMs),
      rate: () => perSecond * rest.times,
      seconds,
      patienceMs: 1_000,
      isSingleThread: workers === 1
    }
    const seen = await runWorld(world)
    assert.ok(goodput(seen, world) >= 0.8, `goodput ${goodput(seen, world)}`)
    assert.ok(servedShare(seen.high) >= 0.95, `checkouts ${servedShare(seen.high)}`)
    assert.ok(servedShare(seen.normal) >= servedShare(seen.low))
    assert.deepEqual([seen.waitsLeft, seen.inFlightLeft], [0, 0])
  })
  await fc.assert(property, { numRuns: 15, endOnFailure: true })
})

const pictures: World = {
  seed: 1,
  workers: 1,
  workMs: () => 10,
  rate: () => 300,
  seconds,
  patienceMs: 1_000,
  isSingleThread: true
}

test('the same service without admission does nothing in time', async () => {
  const seen = await runWorld({ ...pictures, isOpen: true })
  assert.ok(goodput(seen, pictures) < 0.1)
})

test('a load that fits is never refused', async () => {
  for (const load of [0.3, 0.8]) {
    const seen = await runWorld({ ...pictures, rate: () => 100 * load })
    for (const told of [seen.high, seen.normal, seen.low]) {
      assert.equal(told.refused, 0)
      assert.equal(told.served, told.asked)
    }
  }
})

test('the limit comes down when too much comes, and does not creep up while it lasts', async () => {
  const rush = await runWorld({
    ...pictures,
    rate: now => (now < 15_000 ? 40 : 300),
    seconds: 90
  })
  const late = rush.limits.slice(45)
  assert.ok(Math.max(...late) <= 12, `limits ${late.join(' ')}`)
})

test('many slow requests at once are got used to, when the store takes them', async () => {
  const world = { ...pictures, workers: 60, workMs: () => 300, rate: () => 180 }
  const seen = await runWorld({ ...world, isSingleThread: false, seconds: 40 })
  assert.deepEqual([seen.high.refused, seen.normal.refused, seen.low.refused], [0, 0, 0])
})

test('a store that has become slower for good is got used to', async () => {
  const seen = await runWorld({
    ...pictures,
    isSingleThread: false,
    workers: 10,
    workMs: (_route, now) => (now < 10_000 ? 20 : 60),
    rate: () => 150,
    seconds: 120
  })
  assert.ok(servedShare(seen.low) > 0.99)
})
