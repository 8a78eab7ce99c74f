import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../src/client/call.ts'
import { createThrottles, throttle } from '../../src/client/throttle.ts'
import { retry } from '../../src/client/retry.ts'
import { endlessBudget } from '../../src/client/budget.ts'
import { aCall, answering, createEar, createManualClock, failure, reply } from './fakes.ts'

function create(random = () => 0) {
  const clock = createManualClock()
  const throttles = createThrottles(clock)
  const state = throttles.of('normal')
  const { tell, heard } = createEar()
  return { clock, state, heard, layer: throttle({ throttles, clock, random, tell }) }
}

/** Sends so many calls through the layer alone, at one moment. */
async function send(
  layer: ReturnType<typeof create>['layer'],
  outcome: Outcome,
  count: number
): Promise<readonly Outcome[]> {
  const way = layer(answering([outcome]))
  const outcomes: Outcome[] = []
  for (let call = 0; call < count; call++) outcomes.push(await way(aCall()))
  return outcomes
}

const refused = reply(503, { 'x-not-processed': '1' })

test('a target that accepts half of what it is asked is not throttled', async () => {
  const { layer, state } = create(() => 0.999)
  for (let round = 0; round < 200; round++) {
    await send(layer, reply(200), 1)
    await send(layer, refused, 1)
  }
  assert.equal(state.share(), 0)
})

test('a target that accepts nothing gets a fifth of what it would be asked', async () => {
  const { layer, state, heard } = create()
  await send(layer, refused, 151)
  assert.equal(state.share(), 0.8)
  const way = answering([refused])
  assert.deepEqual(await layer(way)(aCall()), failure('throttled', false))
  assert.equal(way.calls.length, 0)
  assert.deepEqual(heard, [{ kind: 'throttled', share: 0.8 }])
})

test('fewer than five a second over 30 s say nothing', async () => {
  const { layer, state } = create()
  await send(layer, refused, 150)
  assert.equal(state.share(), 0)
})

test('counts a call as it starts, so that a target that hangs is seen', () => {
  const { state } = create()
  for (let call = 0; call < 151; call++) state.start()
  assert.equal(state.share(), 0.8)
})

test('what nobody could reach says nothing', async () => {
  const { layer, state } = create()
  for (const reason of ['refused', 'no-endpoint', 'open', 'limited'] as const) {
    await send(layer, failure(reason, false), 200)
  }
  assert.deepEqual(state.read(), { share: 0, requests: 0, accepted: 0 })
})

test('who leaves at once keeps a target from nobody, who has waited says that it hangs', async () => {
  const { clock, layer, state } = create()
  const gone = AbortSignal.abort()
  const lost = failure('lost', true)
  for (let call = 0; call < 200; call++) {
    await layer(answering([lost]))(aCall({ signal: gone }))
  }
  assert.equal(state.share(), 0)
  const ended = Array.from({ length: 200 }, () =>
    layer(() => new Promise(resolve => void clock.after(500, () => resolve(lost))))(
      aCall({ signal: gone })
    )
  )
  await clock.advance(500)
  await Promise.all(ended)
  assert.equal(state.share(), 0.8)
})

test('timeouts, lost connections and an unmarked 503 are not accepted, a 500 is', async () => {
  const { layer, state } = create(() => 0.999)
  await send(layer, failure('attempt-timeout', true), 10)
  await send(layer, failure('lost', true), 10)
  await send(layer, failure('deadline', true), 10)
  await send(layer, reply(503), 10)
  assert.equal(state.read().accepted, 0)
  await send(layer, reply(500), 10)
  assert.equal(state.read().accepted, 10)
})

test('what a target refuses of one importance keeps nothing of another from it', async () => {
  const { layer } = create()
  await send(layer, refused, 200)
  const way = layer(answering([reply(200)]))
  assert.equal((await way(aCall())).kind, 'failure')
  assert.equal((await way(aCall({ importance: 'high' }))).kind, 'reply')
  assert.equal((await way(aCall({ importance: 'low' }))).kind, 'reply')
})

test('a target that works, and misses something behind it, is not throttled', async () => {
  const { layer, state } = create()
  await send(layer, reply(503, { 'x-retry': 'no' }), 200)
  assert.equal(state.share(), 0)
})

test('it forgets after 30 s, and as soon as the target has accepted 20 in a row', async () => {
  const { clock, layer, state } = create(() => 0.999)
  await send(layer, refused, 200)
  await send(layer, reply(200), 19)
  assert.equal(state.share() > 0, true)
  await send(layer, reply(200), 1)
  assert.equal(state.share(), 0)
  await send(layer, refused, 200)
  await clock.advance(31_000)
  assert.equal(state.share(), 0)
})

test('above retry, a call counts once and a refusal is not repeated', async () => {
  const { clock, layer, state } = create()
  const repeated = retry({ clock, random: () => 0, budget: endlessBudget, tell: () => undefined })
  await layer(repeated(answering([refused])))(aCall())
  assert.equal(state.read().requests, 1)
})
