import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import type { Endpoint, EndpointSet, Resolver } from '@microzon/shared/discovery'
import { startArrivals } from '../../src/caller/arrivals.ts'
import { createAttemptCounts } from '../../src/caller/attempt-counts.ts'
import { forgetful } from '../../src/caller/forgetful-resolver.ts'
import type { RunLine } from '../../src/caller/load.ts'
import { outcomeOf } from '../../src/caller/operations.ts'
import { createCallerServer } from '../../src/caller/server.ts'
import { warmUp } from '../../src/caller/warm-up.ts'
import { startLoad } from '../../src/experiment/caller-client.ts'
import { until } from '../stub-lab.ts'
import type { AddressInfo } from 'node:net'

test('requests come at their rate while no answer does, and what is too much is told', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  const dues: number[] = []
  const missed: number[] = []
  const arrivals = startArrivals({
    perSecond: 100,
    inFlightMax: 3,
    clock: () => now,
    onDue: due => new Promise(() => void dues.push(due)),
    onMissed: due => void missed.push(due)
  })
  for (now = 0; now < 50; now += 2) t.mock.timers.tick(2)
  assert.deepEqual(dues, [0, 10, 20])
  assert.deepEqual(missed, [30, 40])
  void arrivals
})

test('what was due while this process was held up is sent late, from when it was due', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  const dues: number[] = []
  const arrivals = startArrivals({
    perSecond: 100,
    inFlightMax: 100,
    clock: () => now,
    onDue: due => Promise.resolve(void dues.push(due)),
    onMissed: () => assert.fail()
  })
  now = 35
  t.mock.timers.tick(2)
  assert.deepEqual(dues, [0, 10, 20, 30])
  await arrivals.end(1_000)
})

test('attempts are counted beyond the minute that the client shows', () => {
  const minute = Array.from({ length: 60 }, () => ({ requests: 0, errors: 0, meanMs: 0 }))
  let now = 1_000_000
  let rings: Record<string, typeof minute> = {}
  const client = {
    endpoints: { all: () => [{ endpoint: { id: 'a' } }] },
    traffic: { of: (id: string) => rings[id] ?? minute, record: () => undefined }
  } as unknown as Parameters<typeof createAttemptCounts>[0]
  const counts = createAttemptCounts(client, () => now)
  const last = (requests: number) => [...minute.slice(1), { requests, errors: 0, meanMs: 1 }]
  rings = { a: last(3) }
  assert.deepEqual(counts.read(), { a: 3 })
  rings = { a: last(5) }
  assert.deepEqual(counts.read(), { a: 5 })
  now += 120_000
  rings = { a: last(2) }
  assert.deepEqual(counts.read(), { a: 7 })
})

test('an old answer that stands in for one that did not come is told as stale', () => {
  const answered = { kind: 'answered', status: 200, headers: {}, body: undefined } as const
  assert.equal(outcomeOf(answered), 'ok')
  assert.equal(outcomeOf({ ...answered, ageMs: 0 }), 'stale')
  assert.equal(outcomeOf({ ...answered, ageMs: 4_000 }), 'stale')
})

test('a forgetful resolver knows nobody while the registry says nothing', async () => {
  let set: EndpointSet = { service: 'cart', endpoints: [endpoint], source: 'live', updatedAt: 1 }
  const inner: Resolver = {
    watch: () => ({
      current: () => set,
      onChange: () => () => undefined,
      ready: () => Promise.resolve(set)
    }),
    close: () => Promise.resolve()
  }
  const watched = forgetful(inner).watch('cart')
  assert.equal(watched.current().endpoints.length, 1)
  const heard: number[] = []
  const stop = watched.onChange(({ endpoints }) => void heard.push(endpoints.length))
  set = { ...set, source: 'last-known' }
  assert.equal(watched.current().endpoints.length, 0)
  await until('it is told', () => heard.length === 1)
  set = { ...set, source: 'live' }
  await until('it is told', () => heard.length === 2)
  stop()
  assert.deepEqual(heard, [0, 1])
})

test('a load is told line by line, ends when it is told to, and only for those with the token', async t => {
  const tells: ((line: RunLine) => void)[] = []
  const server = createCallerServer({
    controlToken: 'token',
    run: (_request, { tell, signal }) => {
      tells.push(tell)
      tell({ kind: 'started', at: 5 })
      return new Promise(resolve => signal.addEventListener('abort', () => resolve()))
    }
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const load = { kind: 'pages', perSecond: 1 } as const
  const request = { load, forgetsSets: false, shop: '' }
  const stranger = startLoad({ port, token: 'guess' }, request)
  await assert.rejects(stranger.started, /the caller answers 401/)
  const running = startLoad({ port, token: 'token' }, request)
  assert.equal(await running.started, 5)
  tells[0]?.({ kind: 'requests', requests: [[1, 2, 'get', 'ok']] })
  await running.end()
  assert.deepEqual(running.requests, [[1, 2, 'get', 'ok']])
})

test('a caller that dies in the middle of a load is a failure, and no more', async t => {
  const server = createServer((_request, response) => {
    response.write(`${JSON.stringify({ kind: 'started', at: 5 })}\n`, () => response.destroy())
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const load = { kind: 'pages', perSecond: 1 } as const
  const running = startLoad({ port, token: 'token' }, { load, forgetsSets: false, shop: '' })
  await running.started
  await assert.rejects(running.ended, /the caller has gone/)
})

test('a caller that fails says why', async t => {
  const server = createCallerServer({
    controlToken: 'token',
    run: () => Promise.reject(new Error('no products to ask for: technical'))
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const load = { kind: 'pages', perSecond: 1 } as const
  const running = startLoad({ port, token: 'token' }, { load, forgetsSets: false, shop: '' })
  await assert.rejects(running.started, /the caller failed: no products to ask for/)
})

const endpoint: Endpoint = {
  id: 'a',
  service: 'cart',
  address: '127.0.0.1',
  port: 1,
  version: '1',
  state: 'ready',
  since: 0,
  weight: 1
}

test('warming up asks for everything in turn, whatever comes, and ends', async () => {
  const asked = { good: 0, bad: 0 }
  let [now, most] = [0, 0]
  const asking = async (name: keyof typeof asked): Promise<void> => {
    asked[name]++
    most = Math.max(most, ++now)
    await new Promise(resolve => setImmediate(resolve))
    now--
  }
  const answer = { kind: 'technical', reason: 'refused', sent: false, attempts: 1 } as const
  const operations = {
    good: () => asking('good').then(() => answer),
    bad: () => asking('bad').then(() => Promise.reject(new Error('away')))
  }
  await warmUp(operations, { signal: new AbortController().signal, ms: 20 })
  assert.ok(asked.good > 1 && Math.abs(asked.good - asked.bad) <= 1, JSON.stringify(asked))
  assert.ok(most > 1 && most <= 6)
  const before = { ...asked }
  await warmUp(operations, { signal: AbortSignal.abort(), ms: 60_000 })
  assert.deepEqual(asked, before)
})
