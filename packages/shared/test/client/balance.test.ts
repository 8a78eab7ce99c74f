import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Send } from '../../src/client/call.ts'
import { balance, pendingMax, pick, untried } from '../../src/client/balance.ts'
import type { Endpoints, Node } from '../../src/client/endpoints.ts'
import {
  aCall,
  answering,
  anEndpoint,
  createManualClock,
  failure,
  hanging,
  reply
} from './fakes.ts'

function aNode(id: string, pending = 0, way: Send = answering([reply(200)])): Node<Send> {
  return { endpoint: anEndpoint(id), way, pending }
}

function endpointsOf(
  nodes: readonly Node<Send>[],
  ready: (ms: number) => Promise<void>
): Endpoints<Send> {
  return { eligible: () => nodes, all: () => nodes, ready, close: () => Promise.resolve() }
}

function balanced(nodes: readonly Node<Send>[], random = () => 0): Send {
  const endpoints = endpointsOf(nodes, () => Promise.resolve())
  return balance({ endpoints, clock: createManualClock(), random })
}

/** Gives these numbers in turn, for ever. */
function sequence(...numbers: readonly number[]): () => number {
  let index = 0
  return () => numbers[index++ % numbers.length] ?? 0
}

test('of two it picks the one with fewer attempts in flight', () => {
  const nodes = [aNode('a', 3), aNode('b', 1)]
  for (const numbers of [
    [0, 0],
    [0.99, 0],
    [0, 0.99],
    [0.99, 0.99]
  ]) {
    assert.equal(pick(nodes, sequence(...numbers)).endpoint.id, 'b')
  }
})

test('the two that it compares are never the same one', () => {
  const nodes = [aNode('a', 9), aNode('b', 9), aNode('c', 0)]
  for (let step = 0; step < 100; step++) {
    // With one that is busier among the two, the busier one is never picked.
    const random = sequence((step % 10) / 10, Math.floor(step / 10) / 10)
    const compared = new Set<string>()
    const spied = nodes.map(node => ({
      ...node,
      get pending() {
        compared.add(node.endpoint.id)
        return node.pending
      }
    }))
    pick(spied, random)
    assert.equal(compared.size, 2)
  }
})

test('equals share the work', () => {
  const nodes = [aNode('a'), aNode('b'), aNode('c')]
  const counts = new Map<string, number>()
  for (let step = 0; step < 300; step++) {
    const { id } = pick(nodes, sequence((step % 30) / 30, 0)).endpoint
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  assert.deepEqual([...counts.values()], [100, 100, 100])
})

test('the only one is picked, and none is a mistake', () => {
  assert.equal(pick([aNode('a')], () => 0.99).endpoint.id, 'a')
  assert.throws(() => pick([], () => 0), RangeError)
})

test('those that were tried are left out while another is there', () => {
  const nodes = [aNode('a'), aNode('b')]
  assert.deepEqual(
    untried(nodes, ['a']).map(({ endpoint }) => endpoint.id),
    ['b']
  )
  assert.equal(untried(nodes, ['a', 'b']), nodes)
})

test('a call that was tried on one endpoint goes to another, however busy', async () => {
  const [tried, other] = [answering([reply(200)]), answering([reply(201)])]
  const nodes = [aNode('a', 0, tried), aNode('b', 20, other)]
  assert.deepEqual(await balanced(nodes)(aCall({ tried: ['a'] })), reply(201))
  assert.equal(tried.calls.length, 0)
})

test('attempts in flight are counted while they last, also when one throws', async () => {
  const nodes = [aNode('a', 0, hanging({ sends: true }))]
  void balanced(nodes)(aCall())
  assert.equal(nodes[0]?.pending, 1)
  const broken = [aNode('a', 0, () => Promise.reject(new TypeError('a mistake')))]
  await assert.rejects(async () => balanced(broken)(aCall()), TypeError)
  assert.equal(broken[0]?.pending, 0)
})

test('an endpoint takes 64 attempts at once; when all are full the call is refused, not queued', async () => {
  const way = hanging({ sends: true })
  const nodes = [aNode('a', pendingMax - 1, way), aNode('b', pendingMax)]
  void balanced(nodes)(aCall())
  assert.equal(way.calls.length, 1)
  assert.deepEqual(await balanced(nodes)(aCall()), failure('overload', false))
})

test('waits for the first set once per call, no longer than the call lasts', async () => {
  const waits: number[] = []
  const ready = (ms: number): Promise<void> => {
    waits.push(ms)
    return Promise.resolve()
  }
  const clock = createManualClock()
  const send = balance({ endpoints: endpointsOf([], ready), clock, random: () => 0 })
  assert.deepEqual(await send(aCall()), failure('no-endpoint', false))
  await send(aCall({ attempt: 2 }))
  await send(aCall({ deadlineAt: clock.now() + 300 }))
  await send(aCall({ deadlineAt: clock.now() - 300 }))
  assert.deepEqual(waits, [1_000, 300, 0])
})

test('tells which endpoint takes which attempt', async () => {
  const told: unknown[] = []
  const onAttempt = (...seen: readonly unknown[]): void => void told.push(seen)
  await balanced([aNode('a')])(aCall({ attempt: 2, onAttempt }))
  assert.deepEqual(told, [[2, 'a']])
})
