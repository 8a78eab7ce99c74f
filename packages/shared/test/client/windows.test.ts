import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createAttemptLimits } from '../../src/client/attempt-limits.ts'
import { createBudget } from '../../src/client/budget.ts'
import { createLatencies } from '../../src/client/latencies.ts'
import { createRolling } from '../../src/client/rolling.ts'
import { createManualClock } from './fakes.ts'

test('a rolling sum is the sum of what came in its window', () => {
  const step = fc.record({
    afterMs: fc.nat(2_500),
    column: fc.nat(1),
    amount: fc.integer({ min: -5, max: 5 })
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const rolling = createRolling({ bucketMs: 1_000, buckets: 5, columns: 2 })
      const seen: { readonly bucket: number; readonly column: number; readonly amount: number }[] =
        []
      let now = 1_000_000
      for (const { afterMs, column, amount } of steps) {
        now += afterMs
        rolling.add(column, amount, now)
        seen.push({ bucket: Math.floor(now / 1_000), column, amount })
      }
      const first = Math.floor(now / 1_000) - 4
      for (const column of [0, 1]) {
        const inWindow = seen.filter(each => each.column === column && each.bucket >= first)
        const expected = inWindow.reduce((sum, { amount }) => sum + amount, 0)
        assert.equal(rolling.sum(column, now), expected)
      }
    })
  )
})

test('a clock that is set back keeps nothing longer than the window', () => {
  const rolling = createRolling({ bucketMs: 1_000, buckets: 5, columns: 1 })
  rolling.add(0, 1, 3_600_000)
  assert.equal(rolling.sum(0, 3_596_000), 1)
  assert.equal(rolling.sum(0, 3_595_999), 0)
  rolling.add(0, 1, 3_595_000)
  assert.equal(rolling.sum(0, 3_600_000), 0)
})

test('a caller may repeat again after its clock was set back by an hour', () => {
  let now = 10_000_000
  const budget = createBudget({ now: () => now, after: () => () => undefined })
  while (budget.withdraw());
  now -= 3_600_000
  assert.equal(budget.balance(), 30)
})

test('a clock that goes back neither loses nor doubles anything', () => {
  const rolling = createRolling({ bucketMs: 1_000, buckets: 5, columns: 1 })
  rolling.add(0, 1, 10_000)
  rolling.add(0, 1, 7_000)
  assert.equal(rolling.sum(0, 6_000), 2)
  assert.equal(rolling.sum(0, 10_999), 2)
})

test('a quiet caller has three repeats a second, for ten seconds', async () => {
  const clock = createManualClock()
  const budget = createBudget(clock)
  const spend = (): number => {
    let spent = 0
    while (budget.withdraw()) spent++
    return spent
  }
  assert.equal(spend(), 30)
  await clock.advance(9_000)
  assert.equal(spend(), 0)
  await clock.advance(1_000)
  assert.equal(spend(), 30)
})

test('ten calls pay for one repeat, for ten seconds, and no more than a hundred are kept', async () => {
  const clock = createManualClock()
  const budget = createBudget(clock)
  for (let call = 0; call < 100; call++) budget.deposit()
  assert.equal(budget.balance(), 40)
  for (let call = 0; call < 10_000; call++) budget.deposit()
  assert.equal(budget.balance(), 100)
  await clock.advance(10_000)
  assert.equal(budget.balance(), 30)
})

test('a percentile is at most 9 % too much, of the operation that is asked for', () => {
  const durations = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 100, maxLength: 300 })
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (all, share) => {
      const latencies = createLatencies(createManualClock())
      for (const durationMs of all) latencies.record('GET /a', durationMs)
      const read = latencies.percentile('GET /a', share) ?? 0
      const within = all.filter(durationMs => durationMs <= read).length
      assert.ok(within >= all.length * share)
      const exact = all.toSorted((left, right) => left - right)
      const above = exact[Math.min(all.length - 1, Math.ceil(all.length * share))] ?? 0
      assert.ok(read <= above * 1.1, `${read} for ${above}`)
    })
  )
})

test('a percentile needs 100 answers, and forgets those of a minute ago', async () => {
  const clock = createManualClock()
  const latencies = createLatencies(clock)
  for (let answer = 0; answer < 99; answer++) latencies.record('GET /a', 20)
  assert.equal(latencies.percentile('GET /a', 0.99), undefined)
  latencies.record('GET /a', 20)
  assert.ok((latencies.percentile('GET /a', 0.99) ?? 0) >= 20)
  assert.equal(latencies.percentile('GET /b', 0.99), undefined)
  await clock.advance(61_000)
  assert.equal(latencies.percentile('GET /a', 0.99), undefined)
})

test('operations without end fill no memory', () => {
  const latencies = createLatencies(createManualClock())
  for (let id = 0; id < 1_000; id++) latencies.record(`GET /${id}`, 1)
  for (let answer = 0; answer < 100; answer++) latencies.record('GET /a', 1)
  assert.equal(latencies.percentile('GET /a', 0.5), 1)
})

test('an attempt at a read has three times what its answers take, within 100 ms and 1 s', async () => {
  const clock = createManualClock()
  const latencies = createLatencies(clock)
  const limits = createAttemptLimits(latencies)
  const read = { attemptMs: undefined, repeat: 'safe', operation: 'GET /a' } as const
  assert.equal(limits.most(read), 1_000, 'nothing is known')
  const cases = [
    [2, 100, 100],
    [64, 192, 192],
    [700, 1_000, 1_000]
  ] as const
  for (const [durationMs, least, most] of cases) {
    for (let answer = 0; answer < 20_000; answer++) latencies.record('GET /a', durationMs)
    await clock.advance(1_000)
    const found = limits.most(read)
    assert.ok(found >= least && found <= most, `${found}`)
    assert.equal(limits.of({ ...read, attempt: 1 }, 10_000), found)
  }
})

test('what the caller says wins, and a write is not cut short', () => {
  const latencies = createLatencies(createManualClock())
  const limits = createAttemptLimits(latencies)
  for (let answer = 0; answer < 100; answer++) latencies.record('/a', 2)
  const limitOf = (repeat: 'safe' | 'keyed', attemptMs?: number): number =>
    limits.of({ repeat, attemptMs, operation: '/a', attempt: 1 }, 100)
  assert.equal(limitOf('safe', 3_000), 3_000)
  assert.equal(limitOf('keyed'), 1_000)
})

test('the first attempt at a read has half of what is left, or half more than usual', () => {
  const latencies = createLatencies(createManualClock())
  const limits = createAttemptLimits(latencies)
  const read = { attemptMs: undefined, repeat: 'safe', operation: 'GET /a' } as const
  assert.equal(limits.of({ ...read, attempt: 1 }, 800), 400)
  assert.equal(limits.of({ ...read, attempt: 1 }, 90), 250, 'nothing is known')
  assert.equal(limits.of({ ...read, attempt: 2 }, 90), 1_000)
  for (let answer = 0; answer < 100; answer++) latencies.record('GET /a', 64)
  assert.equal(limits.of({ ...read, attempt: 1 }, 300), 150)
  const first = limits.of({ ...read, attempt: 1 }, 100)
  assert.ok(first >= 96 && first < 110, `${first}`)
})
