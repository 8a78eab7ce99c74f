import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { believe, type Belief } from '../../src/discovery/shrink-guard.ts'
import { dateSightings, nextForgetting, type Sighting } from '../../src/discovery/sighting.ts'
import type { Endpoint, EndpointState } from '../../src/discovery/types.ts'
import { aSighting } from './fixtures.ts'

const holdMs = 15_000
const goneMs = 60_000

type Step = { readonly told: readonly Sighting[]; readonly afterMs: number }

/** What a registry tells from time to time of up to six instances. */
const history = fc.array(
  fc.record<Step>({
    told: fc
      .uniqueArray(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
          state: fc.constantFrom<Exclude<EndpointState, 'gone'>>('ready', 'draining', 'failing')
        }),
        { selector: ({ id }) => id }
      )
      .map(all => all.map(({ id, state }) => aSighting(id, { state }))),
    afterMs: fc.constantFrom(0, 1, 4_999, holdMs - 1, holdMs, goneMs)
  }),
  { minLength: 1, maxLength: 12 }
)

/** Walks through a history; `check` sees each step with what was believed before and after it. */
function walk(
  steps: readonly Step[],
  check: (seen: {
    readonly before: Belief
    readonly after: Belief
    readonly told: readonly Sighting[]
    readonly now: number
  }) => void
): void {
  let belief: Belief = { sightings: [] }
  let now = 1_000_000
  for (const { told, afterMs } of steps) {
    now += afterMs
    const after = believe(belief, told, now)
    check({ before: belief, after, told, now })
    belief = after
  }
}

function idsOf(sightings: readonly Sighting[]): readonly string[] {
  return sightings.map(({ id }) => id)
}

test('who is told is believed as told, and nobody is believed twice', () => {
  fc.assert(
    fc.property(history, steps =>
      walk(steps, ({ after, told }) => {
        assert.deepEqual(after.sightings.slice(0, told.length), told)
        const ids = idsOf(after.sightings)
        assert.equal(new Set(ids).size, ids.length)
      })
    )
  )
})

test('who is believed was told by now, or is held and was believed before', () => {
  fc.assert(
    fc.property(history, steps =>
      walk(steps, ({ before, after, told }) => {
        const kept = after.sightings.slice(told.length)
        assert.equal(kept.length > 0, after.heldUntil !== undefined)
        for (const each of kept) {
          assert.ok(before.sightings.includes(each))
          assert.notEqual(each.state, 'draining')
        }
      })
    )
  )
})

const isReady = ({ state }: Sighting): boolean => state === 'ready'

test('of those who are called no step takes away more than half, or all, but after 15 s', () => {
  fc.assert(
    fc.property(history, steps =>
      walk(steps, ({ before, after, told, now }) => {
        const present = new Set(idsOf(after.sightings))
        const lost = before.sightings
          .filter(each => each.state !== 'draining' && !present.has(each.id))
          .filter(each => isReady(each) || !told.some(isReady))
        const isOver = before.heldUntil !== undefined && now >= before.heldUntil
        if (!isOver) {
          assert.ok(lost.length <= before.sightings.length / 2)
          const ready = before.sightings.filter(isReady)
          assert.ok(lost.filter(isReady).length <= ready.length / 2)
        }
        const isAll = after.sightings.length === 0
        const isHeld = before.heldUntil !== undefined
        if (!isOver && (isAll || isHeld)) assert.equal(lost.length, 0)
      })
    )
  )
})

test('nobody is held for longer than 15 s', () => {
  fc.assert(
    fc.property(history, steps => {
      let missing = new Map<string, number>()
      walk(steps, ({ after, told, now }) => {
        const kept = idsOf(after.sightings.slice(told.length))
        missing = new Map(kept.map(id => [id, missing.get(id) ?? now]))
        for (const since of missing.values()) assert.ok(now - since < holdMs)
        assert.ok((after.heldUntil ?? now) - now <= holdMs)
      })
    })
  )
})

const noSince = ({ since: _since, ...sighting }: Endpoint): Sighting => sighting

test('a set has everybody who is told, and those that are gone for a minute, each once', () => {
  fc.assert(
    fc.property(history, steps => {
      let known: readonly Endpoint[] = []
      walk(steps, ({ told, now }) => {
        const before = new Map(known.map(endpoint => [endpoint.id, endpoint]))
        known = dateSightings(known, told, now)
        assert.equal(new Set(known.map(({ id }) => id)).size, known.length)
        assert.deepEqual(known.slice(0, told.length).map(noSince), told)
        for (const endpoint of known.slice(told.length)) {
          assert.equal(endpoint.state, 'gone')
          assert.ok(now - endpoint.since < goneMs)
        }
        for (const { id, state, since } of known) {
          const was = before.get(id)
          assert.equal(since, was?.state === state ? was.since : now)
        }
        const next = nextForgetting(known)
        const gone = known.filter(({ state }) => state === 'gone')
        assert.equal(next === undefined, gone.length === 0)
        if (next !== undefined) {
          assert.ok(dateSightings(known, told, next).length < known.length)
          assert.equal(dateSightings(known, told, next - 1).length, known.length)
        }
      })
    })
  )
})

test('a dead one that a new registry does not know keeps nobody waiting', () => {
  const three = ['a', 'b', 'c'].map(id => aSighting(id))
  const dead = aSighting('d', { state: 'failing' })
  const held = believe({ sightings: [...three, dead] }, [], 1)
  assert.deepEqual(idsOf(held.sightings), ['a', 'b', 'c', 'd'])
  assert.deepEqual(believe(held, three, 2), { sightings: three })
})

test('keeps the last that was ready, however many are left that fail', () => {
  const failing = ['b', 'c', 'd'].map(id => aSighting(id, { state: 'failing' }))
  const held = believe({ sightings: [aSighting('a'), ...failing] }, failing, 1)
  assert.deepEqual(idsOf(held.sightings), ['b', 'c', 'd', 'a'])
})
