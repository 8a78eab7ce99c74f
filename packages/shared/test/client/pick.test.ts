import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Node } from '../../src/client/endpoints.ts'
import { createLoad } from '../../src/client/load.ts'
import { pick, pickUntried, untried } from '../../src/client/pick.ts'
import { anEndpoint } from './fakes.ts'

const now = 1_000_000

type Shape = {
  readonly pending?: number
  readonly weight?: number
  readonly ageMs?: number
  readonly estimateMs?: number
}

function aNode(id: string, shape: Shape = {}): Node<string> {
  const { pending = 0, weight = 1, ageMs = 60_000, estimateMs = 10 } = shape
  return {
    endpoint: anEndpoint(id, { weight }),
    way: id,
    pending,
    load: createLoad(estimateMs, now),
    breaker: { isOut: () => false } as Node<string>['breaker'],
    startedAt: now - ageMs
  }
}

/** Gives these numbers in turn, for ever. */
function sequence(...numbers: readonly number[]): () => number {
  let index = 0
  return () => numbers[index++ % numbers.length] ?? 0
}

/** A random sequence that is the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shares(nodes: readonly Node<string>[], picks = 10_000): Record<string, number> {
  const random = seeded(1)
  const counts: Record<string, number> = {}
  for (let step = 0; step < picks; step++) {
    const { way } = pick(nodes, { random, now })
    counts[way] = (counts[way] ?? 0) + 1 / picks
  }
  return counts
}

test('of two it picks the one with fewer attempts in flight', () => {
  const nodes = [aNode('a', { pending: 3 }), aNode('b', { pending: 1 })]
  for (const numbers of [
    [0, 0],
    [0.99, 0],
    [0, 0.99],
    [0.99, 0.99]
  ]) {
    assert.equal(pick(nodes, { random: sequence(...numbers), now }).way, 'b')
  }
})

test('of two that are as busy it picks the faster one', () => {
  const nodes = [aNode('a', { estimateMs: 40 }), aNode('b', { estimateMs: 5 })]
  assert.deepEqual(shares(nodes), { b: shares(nodes)['b'] })
})

test('the two that it compares are never the same one', () => {
  const ids = ['a', 'b', 'c']
  const part = fc.double({ min: 0, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(part, part, (one, two) => {
      const seen: string[] = []
      const nodes = ids.map(id => {
        const load = createLoad(10, now)
        const cost = (at: number, pending: number): number => {
          seen.push(id)
          return load.cost(at, pending)
        }
        return { ...aNode(id), load: { ...load, cost } }
      })
      pick(nodes, { random: sequence(one, two), now })
      assert.equal(new Set(seen).size, 2)
    })
  )
})

test('equals share the work', () => {
  for (const share of Object.values(shares(['a', 'b', 'c'].map(id => aNode(id))))) {
    assert.ok(Math.abs(share - 1 / 3) < 0.02, `${share}`)
  }
})

test('the only one is picked, and none is a mistake', () => {
  assert.equal(pick([aNode('a')], { random: () => 0.99, now }).way, 'a')
  assert.throws(() => pick([], { random: () => 0, now }), RangeError)
})

test('one that begins takes a small share, which grows to all of its own in ten seconds', () => {
  const shareAt = (ageMs: number): number =>
    shares([aNode('old'), aNode('new', { ageMs })])['new'] ?? 0
  assert.ok(shareAt(0) > 0.02 && shareAt(0) < 0.1, `${shareAt(0)}`)
  assert.ok(shareAt(5_000) > 0.2 && shareAt(5_000) < 0.35, `${shareAt(5_000)}`)
  assert.ok(Math.abs(shareAt(10_000) - 0.5) < 0.02, `${shareAt(10_000)}`)
})

test('shares follow the weights while nothing is in flight, and never to none', () => {
  const { light = 0 } = shares([aNode('heavy', { weight: 2 }), aNode('light')])
  assert.ok(light > 0.2 && light < 0.4, `${light}`)
})

test('one that begins takes over from one that hangs', () => {
  const nodes = [aNode('hung', { pending: 30 }), aNode('new', { ageMs: 0 })]
  assert.deepEqual(Object.keys(shares(nodes)), ['new'])
})

test('those that were tried are left out while another is there', () => {
  const nodes = [aNode('a'), aNode('b')]
  assert.deepEqual(
    untried(nodes, ['a']).map(({ way }) => way),
    ['b']
  )
  assert.equal(untried(nodes, ['a', 'b']), nodes)
})

test('what was tried is left out of a large set without looking through it', () => {
  let looks = 0
  const nodes = Array.from({ length: 1_000 }, (_unused, index) => {
    const node = aNode(`${index}`)
    const { endpoint } = node
    return Object.defineProperty(node, 'endpoint', { get: () => (looks++, endpoint) })
  })
  const tried = ['500', '501']
  // The first draw meets both that were tried.
  const numbers = [0.5, 0, 0.7, 0.1]
  const { way } = pickUntried(nodes, tried, { random: sequence(...numbers), now })
  assert.ok(!tried.includes(way), way)
  assert.ok(looks < 20, `${looks} looks`)
})

test('of a large set of which almost all was tried the rest is found', () => {
  const nodes = Array.from({ length: 60 }, (_unused, index) => aNode(`${index}`))
  const tried = nodes.slice(1).map(({ way }) => way)
  const { way } = pickUntried(nodes, tried, { random: sequence(0.5, 0.5), now })
  assert.equal(way, '0')
})
