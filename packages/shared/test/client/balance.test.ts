import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Send } from '../../src/client/call.ts'
import { balance } from '../../src/client/balance.ts'
import { pendingMax } from '../../src/client/bulkhead.ts'
import { createEndpoints, type Endpoints, type Node } from '../../src/client/endpoints.ts'
import type { Endpoint } from '../../src/discovery/index.ts'
import {
  aCall,
  answering,
  anEndpoint,
  createEar,
  createFakeView,
  createManualClock,
  failure,
  hanging,
  reply
} from './fakes.ts'

type Way = { readonly endpoint: Endpoint; readonly send?: Send }

/** A balancer over endpoints that answer with their own status, or as they are told. */
function balanced(ways: readonly Way[], random = () => 0) {
  const clock = createManualClock()
  const view = createFakeView()
  view.replace(ways.map(({ endpoint }) => endpoint))
  const sends = new Map(
    ways.map(({ endpoint, send = answering([reply(200)]) }) => [endpoint.id, send])
  )
  const picked: string[] = []
  const { tell, heard } = createEar()
  const endpoints = createEndpoints<Send>(
    view,
    ({ id }) => ({
      way: call => {
        picked.push(id)
        return sends.get(id)?.(call) ?? Promise.resolve(failure('refused', false))
      },
      close: () => Promise.resolve()
    }),
    { clock, random }
  )
  const send = balance({ endpoints, clock, random, tell, isBounded: true })
  const node = (id: string): Node<Send> =>
    endpoints.all().find(({ endpoint }) => endpoint.id === id) ?? assert.fail(`no ${id}`)
  return { send, clock, view, endpoints, picked, heard, node }
}

/** Puts an endpoint out as its own attempts would. */
function eject({ breaker }: Node<Send>, startedAt: number): void {
  for (let failures = 0; failures < 5; failures++) {
    breaker.leave('closed', { health: 'bad', startedAt })
  }
}

test('a call that was tried on one endpoint goes to another, however busy', async () => {
  const { send, picked, node } = balanced([
    { endpoint: anEndpoint('a') },
    { endpoint: anEndpoint('b') }
  ])
  node('b').pending = 20
  const call = aCall()
  call.progress.tried.push('a')
  assert.deepEqual(await send(call), reply(200))
  assert.deepEqual(picked, ['b'])
  assert.deepEqual(call.progress.tried, ['a', 'b'])
  assert.equal(call.progress.attempts, 1)
})

test('attempts in flight are counted while they last, also when one throws', async () => {
  const hung = balanced([{ endpoint: anEndpoint('a'), send: hanging({ sends: true }) }])
  void hung.send(aCall())
  assert.equal(hung.node('a').pending, 1)
  const broken = balanced([
    { endpoint: anEndpoint('a'), send: () => Promise.reject(new TypeError('a mistake')) }
  ])
  await assert.rejects(async () => broken.send(aCall()), TypeError)
  assert.equal(broken.node('a').pending, 0)
})

test('an endpoint takes 64 attempts at once; when all are full the call is refused, not queued', async () => {
  const way = hanging({ sends: true })
  const { send, node } = balanced([
    { endpoint: anEndpoint('a'), send: way },
    { endpoint: anEndpoint('b') }
  ])
  node('a').pending = pendingMax - 1
  node('b').pending = pendingMax
  void send(aCall())
  assert.equal(way.calls.length, 1)
  assert.deepEqual(await send(aCall()), failure('overload', false))
})

test('a full one is passed over for one that was tried', async () => {
  const { send, picked, node } = balanced([
    { endpoint: anEndpoint('a') },
    { endpoint: anEndpoint('b') }
  ])
  node('b').pending = pendingMax
  const call = aCall()
  call.progress.tried.push('a')
  await send(call)
  assert.deepEqual(picked, ['a'])
})

test('waits for the first set once per call, no longer than the call lasts', async () => {
  const waits: number[] = []
  const clock = createManualClock()
  const none = {
    eligible: () => [],
    out: () => [],
    ready: (ms: number) => {
      waits.push(ms)
      return Promise.resolve()
    }
  } as unknown as Endpoints<Send>
  const { tell } = createEar()
  const send = balance({ endpoints: none, clock, random: () => 0, tell, isBounded: true })
  assert.deepEqual(await send(aCall()), failure('no-endpoint', false))
  await send(aCall({ attempt: 2 }))
  await send(aCall({ deadlineAt: clock.now() + 300 }))
  await send(aCall({ deadlineAt: clock.now() - 300 }))
  assert.deepEqual(waits, [1_000, 300, 0])
})

test('an endpoint that is out is picked by nobody until it may be tried, then by one at a time', async () => {
  const { send, clock, node, picked } = balanced([
    { endpoint: anEndpoint('a'), send: hanging({ sends: true }) },
    { endpoint: anEndpoint('b') }
  ])
  eject(node('a'), clock.now())
  for (let calls = 0; calls < 20; calls++) await send(aCall())
  assert.equal(picked.includes('a'), false)
  await clock.advance(2_500)
  assert.equal(node('a').breaker.isTrialDue(clock.now()), true)
  void send(aCall())
  assert.equal(picked.at(-1), 'a')
})

test('a trial is given to the first attempt of a call that can go elsewhere after it', async () => {
  const { send, clock, node, picked } = balanced([
    { endpoint: anEndpoint('a') },
    { endpoint: anEndpoint('b') }
  ])
  eject(node('a'), clock.now())
  await clock.advance(2_500)
  await send(aCall({ attempt: 2 }))
  await send(aCall({ method: 'POST', repeat: 'unkeyed' }))
  assert.deepEqual(picked, ['b', 'b'])
  await clock.advance(1_000)
  await send(aCall({ method: 'POST', repeat: 'unkeyed' }))
  assert.deepEqual(picked, ['b', 'b', 'a'], 'when nothing else comes it is tried all the same')
})

test('the only endpoint, when it is out, is refused at once and told so', async () => {
  const { send, clock, node, picked, heard } = balanced([{ endpoint: anEndpoint('a') }])
  eject(node('a'), clock.now())
  assert.deepEqual(await send(aCall()), failure('open', false))
  assert.deepEqual(picked, [])
  assert.deepEqual(heard, [{ kind: 'refused-open' }])
  await clock.advance(1_000)
  await send(aCall({ method: 'POST', repeat: 'unkeyed' }))
  assert.deepEqual(picked, ['a'])
})

test('when those that work leave the set, all that are left are used although they are out', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(id => anEndpoint(id))
  assert.ok(a && b && c && d)
  const { send, clock, view, node, picked } = balanced([a, b, c, d].map(endpoint => ({ endpoint })))
  eject(node('a'), clock.now())
  eject(node('b'), clock.now())
  view.replace([a, b])
  const call = aCall()
  await send(call)
  assert.equal(picked.length, 1)
  assert.equal(call.flight.pass, 'forced')
})
