// Who gets how much when little is in flight: the balancer over simulated seconds, with the time of each
// answer drawn from a seeded sequence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Node } from '../../src/client/endpoints.ts'
import { createLoad } from '../../src/client/load.ts'
import { pick } from '../../src/client/pick.ts'
import { anEndpoint } from './fakes.ts'

type Served = { readonly share: number; readonly longestGapMs: number }

const begin = 1_000_000
const ids = ['cart-1', 'cart-2', 'cart-3']

/** Requests at a constant rate for thirty seconds; `tookMs` says how long the n-th one there takes. */
function serve(
  perSecond: number,
  tookMs: (id: string, count: number, random: () => number) => number
): Readonly<Record<string, Served>> {
  const random = seeded(7)
  const nodes = ids.map(id => ({
    endpoint: anEndpoint(id),
    way: id,
    pending: 0,
    load: createLoad(30, begin),
    breaker: { isOut: () => false } as Node<string>['breaker'],
    startedAt: begin - 60_000
  }))
  const asked = new Map(ids.map(id => [id, [begin]]))
  let open: { readonly at: number; readonly ms: number; readonly node: (typeof nodes)[number] }[] =
    []
  const requests = 30 * perSecond
  for (let request = 0; request < requests; request++) {
    const now = begin + (request * 1_000) / perSecond
    for (const { at, ms, node } of open.filter(({ at }) => at <= now)) {
      node.pending--
      node.load.observe(ms, at)
    }
    open = open.filter(({ at }) => at > now)
    const node = pick<string>(nodes, { random, now }) as (typeof nodes)[number]
    const times = asked.get(node.way) ?? []
    const ms = tookMs(node.way, times.length, random)
    times.push(now)
    node.pending++
    open.push({ at: now + ms, ms, node })
  }
  const end = begin + 30_000
  const servedBy = (id: string): Served => {
    const times = asked.get(id) ?? []
    const gaps = [...times.slice(1), end].map((at, index) => at - (times[index] ?? at))
    return { share: (times.length - 1) / requests, longestGapMs: Math.max(...gaps) }
  }
  return Object.fromEntries(ids.map(id => [id, servedBy(id)]))
}

for (const perSecond of [20, 100]) {
  test(`at ${perSecond} a second nobody is left out for long because its first answer was slow`, () => {
    const served = serve(perSecond, (id, count, random) =>
      id === 'cart-2' && count === 1 ? 100 : 3 + 4 * random()
    )
    for (const [id, { share, longestGapMs }] of Object.entries(served)) {
      assert.ok(longestGapMs < 6_000, `${id}: ${longestGapMs} ms`)
      assert.ok(share > 0.15 && share < 0.6, `${id}: ${share}`)
    }
  })
}

test('one that is twenty times slower is hardly asked, and still looked at', () => {
  const { 'cart-2': slow } = serve(100, (id, _count, random) =>
    id === 'cart-2' ? 80 + 20 * random() : 3 + 4 * random()
  )
  assert.ok(slow !== undefined)
  assert.ok(slow.share < 0.01, `${slow.share}`)
  assert.ok(slow.longestGapMs < 10_000, `${slow.longestGapMs} ms`)
})

/** A random sequence that is the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
