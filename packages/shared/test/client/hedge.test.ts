import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBudget, type Budget } from '../../src/client/budget.ts'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { createProgress, startFlight } from '../../src/client/flight.ts'
import { hedge } from '../../src/client/hedge.ts'
import { createLatencies } from '../../src/client/latencies.ts'
import { aCall, answering, createEar, createManualClock, failure, reply } from './fakes.ts'

const empty: Budget = { deposit: () => undefined, withdraw: () => false, balance: () => 0 }

/** A layer over attempts that end when the test says so, for an operation that takes 40 ms. */
async function create(options: { readonly budget?: Budget; readonly isUnknown?: boolean } = {}) {
  const clock = createManualClock()
  const latencies = createLatencies(clock)
  for (let answer = 0; answer < (options.isUnknown ? 0 : 200); answer++) {
    latencies.record('GET /carts/:id', 40)
  }
  const { tell, heard } = createEar()
  const budget = options.budget ?? createBudget(clock)
  const layer = hedge({ clock, latencies, budget, tell })
  const attempts: { readonly call: Call; readonly end: (outcome: Outcome) => void }[] = []
  const send: Send = call => {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    attempts.push({ call, end: resolve })
    return promise
  }
  // One in twenty may be hedged: these are the others.
  for (let call = 0; call < 40; call++) await layer(answering([reply(200)]))(hedged())
  return { clock, heard, attempts, way: layer(send), budget }
}

function hedged(changes: Partial<Call> = {}): Call {
  const progress = createProgress()
  return aCall({ hedge: true, progress, flight: startFlight(progress), ...changes })
}

test('asks a second endpoint when 95 % of answers would have come; the first one wins', async () => {
  const { clock, way, attempts, heard, budget } = await create()
  const outcome = way(hedged())
  await clock.advance(39)
  assert.equal(attempts.length, 1)
  const before = budget.balance()
  await clock.advance(10)
  assert.equal(attempts.length, 2)
  assert.equal(before - budget.balance(), 1)
  assert.deepEqual(heard, [{ kind: 'hedged' }])
  attempts[1]?.end(reply(201))
  assert.deepEqual(await outcome, reply(201))
  assert.equal(attempts[0]?.call.flight.isGivenUp, true)
  assert.equal(attempts[1]?.call.flight.isGivenUp, false)
  assert.equal(clock.timers(), 0)
})

test('a failure waits for the other one', async () => {
  const { clock, way, attempts } = await create()
  const outcome = way(hedged())
  await clock.advance(50)
  attempts[0]?.end(failure('lost', true))
  await clock.advance(1)
  attempts[1]?.end(reply(200))
  assert.deepEqual(await outcome, reply(200))
})

test('two failures are one', async () => {
  const { clock, way, attempts } = await create()
  const outcome = way(hedged())
  await clock.advance(50)
  attempts[1]?.end(reply(503))
  await clock.advance(1)
  attempts[0]?.end(failure('lost', true))
  assert.deepEqual(await outcome, failure('lost', true))
})

test('an answer in time asks nobody else, and leaves no timer', async () => {
  const { clock, way, attempts } = await create()
  const outcome = way(hedged())
  attempts[0]?.end(reply(200))
  await outcome
  await clock.advance(1_000)
  assert.equal(attempts.length, 1)
  assert.equal(clock.timers(), 0)
})

const never: readonly (readonly [string, Partial<Call>])[] = [
  ['a call that did not ask for it', { hedge: false }],
  ['a POST, even with a key', { method: 'POST', repeat: 'keyed' }],
  ['a repeat', { attempt: 2 }]
]

for (const [name, changes] of never) {
  test(`${name} is not hedged`, async () => {
    const { clock, way, attempts } = await create()
    void way(hedged(changes))
    await clock.advance(1_000)
    assert.equal(attempts.length, 1)
  })
}

test('nothing is hedged without a budget, nor while too little is known', async () => {
  for (const options of [{ budget: empty }, { isUnknown: true }]) {
    const { clock, way, attempts } = await create(options)
    void way(hedged())
    await clock.advance(1_000)
    assert.equal(attempts.length, 1)
  }
})

test('at most one in twenty is hedged', async () => {
  const { clock, way, attempts } = await create()
  for (let call = 0; call < 60; call++) void way(hedged())
  await clock.advance(1_000)
  assert.equal(attempts.length, 65)
})

test('a call that was given up asks nobody else', async () => {
  const { clock, way, attempts } = await create()
  const call = hedged()
  void way(call)
  call.progress.isGivenUp = true
  await clock.advance(1_000)
  assert.equal(attempts.length, 1)
})
