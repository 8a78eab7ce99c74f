import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breaker } from '../../src/client/breaker.ts'
import { createBreaker, type Breaker } from '../../src/client/breaker-state.ts'
import type { Health } from '../../src/client/classify.ts'
import type { Outcome, Send } from '../../src/client/call.ts'
import { timeout } from '../../src/client/timeout.ts'
import {
  aCall,
  answering,
  createEar,
  createManualClock,
  failure,
  hanging,
  plainLimits,
  reply
} from './fakes.ts'

/** A breaker of one of several endpoints, with the shortest time out that there can be. */
function create(options: { readonly isAlone?: boolean; readonly mayOpen?: () => boolean } = {}) {
  const clock = createManualClock()
  const { tell, heard } = createEar()
  const changes: boolean[] = []
  const state = createBreaker({
    endpointId: 'a',
    clock,
    random: () => 0,
    tell,
    mayOpen: options.mayOpen ?? (() => true),
    isAlone: () => options.isAlone ?? false,
    onChange: isOut => void changes.push(isOut)
  })
  /** Attempts one after the other, each of which takes no time. */
  const end = (...healths: readonly Health[]): void => {
    for (const health of healths) {
      const pass = state.enter(false)
      if (pass !== undefined) state.leave(pass, { health, startedAt: clock.now() })
    }
  }
  return { clock, heard, changes, state, end }
}

const times = (count: number, health: Health): Health[] =>
  Array.from({ length: count }, () => health)
const stateOf = (state: Breaker): string => state.read().state

test('five failures in a row put it out, four do not', () => {
  const { state, end, changes, heard } = create()
  end(...times(4, 'bad'), 'good', ...times(4, 'bad'))
  assert.equal(stateOf(state), 'closed')
  end('bad')
  assert.equal(stateOf(state), 'open')
  assert.deepEqual(changes, [true])
  assert.deepEqual(heard, [{ kind: 'ejected', endpointId: 'a', why: 'in-a-row', forMs: 2_500 }])
})

test('failures of attempts that were under way together are one in the row', () => {
  const { clock, state } = create()
  for (let attempt = 0; attempt < 100; attempt++) state.enter(false)
  for (let attempt = 0; attempt < 100; attempt++) {
    state.leave('closed', {
      health: attempt < 16 ? 'bad' : 'nothing',
      startedAt: clock.now() - 100
    })
  }
  assert.equal(stateOf(state), 'closed')
})

test('fewer than 80 % good of at least 20 in 10 s put it out', async () => {
  const { clock, state, end, heard } = create()
  const fifth: readonly Health[] = ['bad', 'good', 'good']
  for (let round = 0; round < 6; round++) end(...fifth)
  assert.equal(stateOf(state), 'closed', '18 are too few to judge')
  await clock.advance(11_000)
  for (let round = 0; round < 6; round++) end(...fifth)
  assert.equal(stateOf(state), 'closed', 'those before are forgotten')
  end(...fifth)
  assert.equal(stateOf(state), 'closed')
  end('bad')
  assert.equal(stateOf(state), 'open')
  assert.equal(heard[0]?.kind === 'ejected' && heard[0].why, 'rate')
})

test('80 % good is good enough, and what says nothing counts for nothing', () => {
  const { state, end } = create()
  for (let round = 0; round < 40; round++) end('good', 'good', 'good', 'good', 'bad')
  end(...times(100, 'nothing'))
  assert.equal(stateOf(state), 'closed')
})

test('one attempt at a time tries it, three good ones bring it back', async () => {
  const { clock, state, end, changes, heard } = create()
  end(...times(5, 'bad'))
  assert.equal(state.enter(false), undefined)
  await clock.advance(2_499)
  assert.equal(state.isTrialDue(clock.now()), false)
  await clock.advance(1)
  assert.equal(state.isTrialDue(clock.now()), true)
  assert.equal(state.enter(false), 'trial')
  assert.equal(state.isTrialDue(clock.now()), false)
  assert.equal(state.enter(false), undefined)
  state.leave('trial', { health: 'good', startedAt: clock.now() })
  end('good')
  assert.equal(stateOf(state), 'half-open')
  end('good')
  assert.equal(stateOf(state), 'closed')
  assert.deepEqual(changes, [true, false])
  assert.deepEqual(heard.at(-1), { kind: 'returned', endpointId: 'a' })
})

test('a trial that says nothing lets the next one go', async () => {
  const { clock, state, end } = create()
  end(...times(5, 'bad'))
  await clock.advance(2_500)
  end('nothing')
  assert.equal(state.isTrialDue(clock.now()), true)
})

test('each trial that fails doubles the time out, at most a minute; a good minute forgets it', async () => {
  const { clock, state, end, heard } = create()
  end(...times(5, 'bad'))
  for (let trial = 0; trial < 5; trial++) {
    await clock.advance(30_000)
    end('bad')
  }
  const lengths = heard.flatMap(event => (event.kind === 'ejected' ? [event.forMs] : []))
  assert.deepEqual(lengths, [2_500, 5_000, 10_000, 20_000, 30_000, 30_000])
  await clock.advance(30_000)
  end(...times(3, 'good'))
  assert.equal(stateOf(state), 'closed')
  await clock.advance(60_001)
  end(...times(5, 'bad'))
  assert.equal(heard.at(-1)?.kind, 'ejected')
  assert.equal(state.read().ejections, 1)
})

test('stays in when too many of its set are out already', () => {
  let mayOpen = false
  const { state, end } = create({ mayOpen: () => mayOpen })
  end(...times(50, 'bad'))
  assert.equal(stateOf(state), 'closed')
  mayOpen = true
  end('bad')
  assert.equal(stateOf(state), 'open')
})

test('a single endpoint is tried once a second', async () => {
  const { clock, state, end } = create({ isAlone: true })
  end(...times(5, 'bad'))
  for (let second = 0; second < 10; second++) {
    await clock.advance(999)
    assert.equal(state.enter(false), undefined)
    await clock.advance(1)
    end('bad')
  }
  await clock.advance(1_000)
  end(...times(3, 'good'))
  assert.equal(stateOf(state), 'closed')
})

test('a clock that is set back neither keeps it out nor blinds it', () => {
  let now = 10_000_000
  const state = createBreaker({
    endpointId: 'a',
    clock: { now: () => now, after: () => () => undefined },
    random: () => 0,
    tell: () => undefined,
    mayOpen: () => true,
    isAlone: () => false,
    onChange: () => undefined
  })
  const fail = (): void => {
    const pass = state.enter(false)
    assert.ok(pass)
    state.leave(pass, { health: 'bad', startedAt: now })
  }
  fail()
  now -= 3_600_000
  for (let count = 0; count < 4; count++) fail()
  assert.equal(stateOf(state), 'open')
  assert.equal(state.isTrialDue(now), false)
  now -= 3_600_000
  assert.equal(state.isTrialDue(now), true)
})

test('who is used because all are out is no trial, and changes nothing', () => {
  const { clock, state, end } = create()
  end(...times(5, 'bad'))
  assert.equal(state.enter(true), 'forced')
  state.leave('forced', { health: 'good', startedAt: clock.now() })
  assert.equal(stateOf(state), 'open')
})

test('an endpoint that the registry sees come back is let in', () => {
  const { state, end } = create()
  end(...times(5, 'bad'))
  state.reset()
  assert.equal(stateOf(state), 'closed')
  end(...times(4, 'bad'))
  assert.equal(stateOf(state), 'closed')
})

function layered(send: Send) {
  const { clock, state, heard } = create()
  const { tell } = createEar()
  const layer = breaker({ breaker: state, clock, limits: plainLimits, tell })
  return { clock, state, heard, way: layer(send), layer }
}

test('above the timeout, an attempt that hangs is a failure of its endpoint', async () => {
  const { clock, state, layer } = layered(answering([reply(200)]))
  const way = layer(timeout({ clock, limits: plainLimits })(hanging({ sends: true })))
  for (let attempt = 0; attempt < 5; attempt++) {
    const outcome = way(aCall({ attemptMs: 100, deadlineAt: clock.now() + 1_000 }))
    await clock.advance(100)
    await outcome
  }
  assert.equal(stateOf(state), 'open')
})

test('while it is out attempts are refused, not sent', async () => {
  const send = answering([failure('lost', true)])
  const { state, way } = layered(send)
  for (let attempt = 0; attempt < 8; attempt++) await way(aCall())
  assert.equal(stateOf(state), 'open')
  assert.equal(send.calls.length, 5)
  assert.deepEqual(await way(aCall()), failure('open', false))
  await way(aCall({ flight: { ...aCall().flight, pass: 'forced' } }))
  assert.equal(send.calls.length, 6)
})

const blameless: readonly Outcome[] = [
  reply(404),
  reply(429),
  reply(503, { 'x-not-processed': '1' }),
  failure('overload', false),
  failure('deadline', true)
]

for (const outcome of blameless) {
  const name = outcome.kind === 'reply' ? `a ${outcome.status}` : `"${outcome.reason}"`
  test(`${name} is no failure of the endpoint`, async () => {
    const { state, way } = layered(answering([outcome]))
    for (let attempt = 0; attempt < 50; attempt++) await way(aCall())
    assert.equal(stateOf(state), 'closed')
  })
}

test('a mistake of ours is no failure of the endpoint, and holds no trial', async () => {
  const { clock, state, way } = layered(() => Promise.reject(new TypeError('a mistake')))
  for (let attempt = 0; attempt < 50; attempt++) await assert.rejects(way(aCall()))
  assert.equal(stateOf(state), 'closed')
  for (let attempt = 0; attempt < 5; attempt++) {
    state.leave('closed', { health: 'bad', startedAt: clock.now() })
  }
  await clock.advance(2_500)
  await assert.rejects(way(aCall()))
  assert.equal(state.isTrialDue(clock.now()), true)
})
