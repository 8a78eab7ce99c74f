import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDuration, parseDuration } from '../src/registry/input/duration.ts'
import { HttpError } from '../src/registry/http/http-error.ts'
import { readRegistration } from '../src/registry/input/service-definition.ts'
import { blockUntilChanged, type Position } from '../src/registry/state/blocking-query.ts'
import { createCatalog } from '../src/registry/state/catalog.ts'
import { createGraves } from '../src/registry/state/graves.ts'
import { createRevision } from '../src/registry/state/revision.ts'
import { createManualClock } from './registry-clock.ts'

test('reads and writes durations as Go does', () => {
  const same: Readonly<Record<string, number>> = {
    '0s': 0,
    '500ms': 500,
    '1.5s': 1_500,
    '1m0s': 60_000,
    '1m30s': 90_000,
    '1h0m0s': 3_600_000,
    '26h1m0.5s': 93_660_500,
    '100µs': 0.1,
    '10ns': 0.000_01
  }
  for (const [text, ms] of Object.entries(same)) {
    assert.equal(parseDuration(text), ms, text)
    assert.equal(formatDuration(ms), text)
  }
  assert.equal(parseDuration('0'), 0)
  assert.equal(parseDuration('-1.5h'), -5_400_000)
  assert.equal(parseDuration('.5s'), 500)
})

for (const wrong of [
  '',
  's',
  '5',
  '1 s',
  '1s ',
  's1',
  '1d',
  '1.2.3s',
  '9999999999h',
  `${'1'.repeat(70)}s`
]) {
  test(`takes "${wrong.slice(0, 20)}" for no duration`, () => {
    assert.equal(parseDuration(wrong), undefined)
  })
}

test('a duration that is written reads as the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), ms => {
      assert.equal(parseDuration(formatDuration(ms)), ms)
    })
  )
})

test('a registration of any JSON is read or refused with 400, and never fails otherwise', () => {
  const check = fc.dictionary(
    fc.constantFrom('TTL', 'HTTP', 'Interval', 'Status', 'Header', 'Timeout', 'constructor'),
    fc.jsonValue()
  )
  const registration = fc.record({ Name: fc.string(), Check: check, Meta: fc.jsonValue() })
  fc.assert(
    fc.property(fc.oneof(registration, fc.jsonValue()), value => {
      try {
        readRegistration(Buffer.from(JSON.stringify(value)))
      } catch (error) {
        assert.ok(error instanceof HttpError && error.status === 400, String(error))
      }
    })
  )
})

test('fields that are named like parts of every object are unknown', () => {
  const body = Buffer.from('{"Name":"x","__proto__":{"a":1},"toString":1}')
  assert.throws(() => readRegistration(body), /unknown field/)
})

function waitFor(
  position: () => Position,
  options: { readonly index: number; readonly random?: number }
) {
  const clock = createManualClock()
  const revision = createRevision()
  const leaving = new AbortController()
  const { index, random = 0 } = options
  const state = { isOver: false }
  void blockUntilChanged(position, {
    revision,
    clock,
    random: () => random,
    index,
    waitMs: 16_000,
    signal: leaving.signal
  }).then(() => (state.isOver = true))
  return { clock, revision, leaving, state }
}

test('a wait lasts as long as asked for and at most a sixteenth more', async () => {
  const still = { index: 5, exists: true }
  const shortest = waitFor(() => still, { index: 5 })
  await shortest.clock.advance(15_999)
  assert.equal(shortest.state.isOver, false)
  await shortest.clock.advance(1)
  assert.equal(shortest.state.isOver, true)
  const longest = waitFor(() => still, { index: 5, random: 1 })
  await longest.clock.advance(16_999)
  assert.equal(longest.state.isOver, false)
  await longest.clock.advance(1)
  assert.equal(longest.state.isOver, true)
})

test('a wait ends when the client goes, and leaves nothing behind', async () => {
  const { clock, leaving, state } = waitFor(() => ({ index: 5, exists: true }), { index: 5 })
  await clock.advance(1)
  leaving.abort()
  await clock.advance(0)
  assert.equal(state.isOver, true)
  assert.equal(clock.timers(), 0)
})

test('a wait for what does not exist is not ended by changes elsewhere', async () => {
  let position = { index: 7, exists: false }
  const { clock, revision, state } = waitFor(() => position, { index: 7 })
  for (const index of [8, 9]) {
    revision.advance()
    position = { index, exists: false }
    await clock.advance(1)
  }
  assert.equal(state.isOver, false)
  revision.advance()
  position = { index: 10, exists: true }
  await clock.advance(1)
  assert.equal(state.isOver, true)
})

test('who is woken by a write sees all of it', async () => {
  const revision = createRevision()
  let value = 'before'
  let seen = ''
  revision.onNext(() => (seen = value))
  revision.advance()
  value = 'after'
  await Promise.resolve()
  assert.equal(seen, 'after')
})

test('an id of a check that another service uses is taken over from it', () => {
  const catalog = createCatalog(createRevision())
  const service = (id: string) => ({
    id,
    name: id,
    tags: [],
    address: '',
    port: 1,
    meta: {},
    weights: { passing: 1, warning: 1 },
    enableTagOverride: false
  })
  const check = (serviceId: string) => ({
    id: 'shared',
    name: 'n',
    notes: '',
    status: 'passing' as const,
    interval: '',
    timeout: '',
    type: 'ttl' as const,
    output: '',
    serviceId,
    serviceName: serviceId,
    serviceTags: [],
    since: 0
  })
  catalog.put(service('a'), [check('a')])
  const { index } = catalog.positionOf('a')
  catalog.put(service('b'), [check('b')])
  assert.deepEqual(catalog.checksOf('a'), [])
  assert.equal(catalog.checksOf('b').length, 1)
  assert.ok(catalog.positionOf('a').index > index)
})

test('the graves of a thousand keys are remembered, and of the last', () => {
  const graves = createGraves()
  graves.add(
    Array.from({ length: 1_500 }, (_, each) => `k/${each}`),
    7
  )
  graves.add(['k/0'], 9)
  assert.equal(graves.last('k/1499'), 7)
  assert.equal(graves.last('k/10'), 7)
  assert.equal(graves.last('k/1'), 7)
  assert.equal(graves.last('k/400'), 0)
  assert.equal(graves.last('k/'), 9)
})
