import assert from 'node:assert/strict'
import { request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { AdmissionOptions } from '../../src/admission/index.ts'
import { isDomainError } from '../../src/errors/index.ts'
import { createService, type ServiceOptions } from '../../src/service/index.ts'
import { currentContext, type CallContext } from '../../src/telemetry/index.ts'
import { createTestRuntime } from '../../src/testing/index.ts'
import { createManualClock } from '../client/fakes.ts'

/** A service whose `/work` ends when the test says so. */
function open(
  t: TestContext,
  {
    admission,
    ...changes
  }: Partial<ServiceOptions> & { admission?: Partial<AdmissionOptions> } = {}
) {
  const clock = createManualClock()
  const runtime = createTestRuntime('cart', { clock: clock.now })
  let lateMs = 0
  const app = createService({
    runtime,
    statusOf: {},
    title: 'Cart',
    description: 'a test',
    admission: {
      clock,
      random: () => 0.5,
      delay: { read: () => lateMs, close() {} },
      range: { initial: 1, min: 1, max: 1 },
      ...admission
    },
    ...changes
  })
  const working: { readonly end: () => void; readonly context: CallContext | undefined }[] = []
  const work = () =>
    new Promise(resolve => {
      working.push({ end: () => resolve({ done: true }), context: currentContext() })
    })
  app.get('/work', work)
  app.post('/work', work)
  app.get('/context', () => ({ importance: currentContext()?.importance }))
  t.after(() => app.close())
  const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    app.inject({ url, headers: { ...runtime.headers(), ...headers } })
  const listen = async () => {
    await app.listen({ host: '127.0.0.1', port: 0 })
    return (app.server.address() as AddressInfo).port
  }
  const gauge = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name}{.*} (.*)$`, 'm').exec(await runtime.metrics.text())?.[1])
  const late = async (ms: number): Promise<void> => {
    lateMs = ms
    // It is looked at once a second, and has to stay so.
    for (let second = 0; second < 2; second++) {
      await clock.advance(1_000)
      await runtime.metrics.text()
    }
  }
  return { app, runtime, clock, working, get, listen, late, gauge }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + 5_000
  while (!(await condition())) {
    if (Date.now() > endsAt) throw new Error('what the test waits for has not come')
    await setImmediate()
  }
}

/** Sends a request whose answer nobody reads, and leaves when told. */
function leavingCaller(port: number, method: 'GET' | 'POST', headers: Record<string, string>) {
  const request = ask({ port, host: '127.0.0.1', path: '/work', method, headers })
  request.on('error', () => undefined)
  request.end()
  return () => void request.destroy()
}

test('what is too much is refused before anything is done, marked as not processed', async t => {
  const { get, clock, working, app } = open(t)
  const first = get('/work')
  await until(() => working.length === 1)
  // Without a token, and with a body that is none: neither is looked at.
  const second = app.inject({ method: 'POST', url: '/work', payload: '{', headers: json })
  await clock.advance(500)
  const refused = await second
  assert.equal(refused.statusCode, 503)
  assert.deepEqual(
    [
      refused.headers['x-not-processed'],
      refused.headers['retry-after'],
      refused.headers['x-retry'],
      refused.headers['content-type'],
      refused.json().code
    ],
    ['1', '1', undefined, 'application/problem+json; charset=utf-8', 'OVERLOADED']
  )
  assert.equal(working.length, 1)
  working[0]?.end()
  assert.equal((await first).statusCode, 200)
})

const json = { 'content-type': 'application/json' }

test('who waits gets the place of who is done, in a context of its own', async t => {
  const { get, working, runtime } = open(t)
  const traces = ['a', 'b'].map(letter => letter.repeat(32))
  const answers = traces.map(trace =>
    get('/work', { 'x-b3-traceid': trace, 'x-b3-spanid': trace.slice(0, 16) })
  )
  await until(() => working.length === 1)
  working[0]?.end()
  await until(() => working.length === 2)
  working[1]?.end()
  await Promise.all(answers)
  assert.deepEqual(
    working.map(({ context }) => context?.correlationId),
    traces
  )
  assert.deepEqual(
    runtime.logLines().map(({ traceId }) => traceId),
    traces
  )
})

test('probes are never refused, and take no place', async t => {
  const { get, late, working } = open(t)
  await late(1e9)
  for (const url of ['/livez', '/readyz', '/metrics', '/openapi.json']) {
    assert.ok((await get(url)).statusCode < 300, url)
  }
  assert.equal((await get('/work')).statusCode, 503)
  await late(0)
  const held = get('/work')
  await until(() => working.length === 1)
  assert.equal((await get('/readyz')).statusCode, 200)
  working[0]?.end()
  await held
})

test('a caller says how important its request is, and what it cannot say is normal', async t => {
  const { get, late } = open(t)
  await late(900)
  assert.equal((await get('/context', { 'x-importance': 'low' })).statusCode, 503)
  assert.equal((await get('/context')).statusCode, 503)
  assert.equal((await get('/context', { 'x-importance': 'HIGH' })).statusCode, 503)
  const high = await get('/context', { 'x-importance': 'high' })
  assert.deepEqual(high.json(), { importance: 'high' })
})

test('who does not prove who calls matters no more than others', async t => {
  const { app, runtime, late } = open(t)
  await late(900)
  const claim = { 'x-importance': 'high' }
  for (const authorization of [undefined, 'Bearer cart.cart.9999999999.forged']) {
    const headers = { ...claim, ...(authorization && { authorization }) }
    assert.equal((await app.inject({ url: '/context', headers })).statusCode, 503)
  }
  const headers = { ...claim, ...runtime.headers() }
  assert.equal((await app.inject({ url: '/context', headers })).statusCode, 200)
})

test('a public service is not told', async t => {
  const { get } = open(t, { importanceOf: () => 'low' })
  assert.deepEqual((await get('/context', { 'x-importance': 'high' })).json(), {
    importance: 'low'
  })
})

test('refusals are counted by importance, and in the log once a second', async t => {
  const { get, late, clock, runtime } = open(t)
  await late(9_000)
  for (let count = 0; count < 20; count++) await get('/context', { 'x-importance': 'low' })
  await get('/context', { 'x-importance': 'high' })
  const warnings = () => runtime.logLines().filter(({ level }) => level === 'warn')
  assert.equal(warnings().length, 1)
  await clock.advance(1_000)
  await get('/context')
  assert.equal(warnings().length, 2)
  assert.deepEqual(warnings()[1]?.['refused'], { high: 1, normal: 1, low: 19 })
  const text = await runtime.metrics.text()
  assert.match(text, /admission_refused_total{importance="low",reason="late".*} 20/)
  assert.match(text, /admission_refused_total{importance="high",reason="limit".*} 0/)
  assert.match(text, /admission_limit{.*} 1/)
  assert.match(text, /admission_loop_delay_seconds{.*} 9/)
})

test('a place is kept as long as the work goes on, also when the caller has gone', async t => {
  const { runtime, working, listen, gauge } = open(t)
  const port = await listen()
  const leave = leavingCaller(port, 'POST', { ...runtime.headers() })
  await until(() => working.length === 1)
  leave()
  await until(() => runtime.logLines().some(({ status }) => status === 499))
  assert.equal(await gauge('admission_in_flight'), 1)
  working[0]?.end()
  await until(async () => (await gauge('admission_in_flight')) === 0)
})

test('work that never ends does not keep its place for ever', async t => {
  const { runtime, working, listen, gauge, clock } = open(t)
  const leave = leavingCaller(await listen(), 'GET', { ...runtime.headers() })
  await until(() => working.length === 1)
  leave()
  await until(() => runtime.logLines().some(({ status }) => status === 499))
  await clock.advance(30_000)
  assert.equal(await gauge('admission_in_flight'), 0)
  assert.equal(clock.timers(), 0)
})

test('a caller that leaves while it waits takes no place', async t => {
  const { runtime, working, listen, gauge } = open(t)
  const port = await listen()
  leavingCaller(port, 'GET', { ...runtime.headers() })
  await until(() => working.length === 1)
  const leave = leavingCaller(port, 'GET', { ...runtime.headers() })
  await until(async () => (await gauge('admission_waiting')) === 1)
  leave()
  await until(async () => (await gauge('admission_waiting')) === 0)
  working[0]?.end()
  await until(async () => (await gauge('admission_in_flight')) === 0)
  assert.equal(working.length, 1)
})

test('a read hears that its caller has gone, other work does not', async t => {
  for (const [method, isTold] of [
    ['GET', true],
    ['POST', false]
  ] as const) {
    const { runtime, working, listen } = open(t)
    const leave = leavingCaller(await listen(), method, { ...runtime.headers() })
    await until(() => working.length === 1)
    const signal = working[0]?.context?.signal
    assert.equal(signal !== undefined, isTold)
    assert.notEqual(signal?.aborted, true)
    leave()
    await until(() => runtime.logLines().some(({ status }) => status === 499))
    assert.equal(signal?.aborted ?? false, isTold)
    working[0]?.end()
  }
})

test('a read hears that its time is over, other work does not', async t => {
  for (const [method, isTold] of [
    ['GET', true],
    ['POST', false]
  ] as const) {
    const { app, runtime, working } = open(t)
    const headers = { ...runtime.headers(), 'x-deadline-ms': '30' }
    const answer = app.inject({ method, url: '/work', headers })
    await until(() => working.length === 1)
    const signal = working[0]?.context?.signal
    if (isTold) {
      await until(() => signal?.aborted === true)
      const reason: unknown = signal?.reason
      assert.ok(isDomainError(reason) && reason.code === 'DEADLINE_EXCEEDED')
    } else {
      assert.equal(signal, undefined)
    }
    working[0]?.end()
    await answer
  }
})

test('an answer that was read to its end aborts nothing', async t => {
  const { get, working } = open(t)
  const answer = get('/work')
  await until(() => working.length === 1)
  working[0]?.end()
  await answer
  await setImmediate()
  assert.equal(working[0]?.context?.signal?.aborted, false)
})

test('a request that is late takes no place', async t => {
  const { get, working, gauge } = open(t)
  const answer = await get('/work', { 'x-deadline-ms': '0' })
  assert.deepEqual([answer.statusCode, answer.json().code], [504, 'DEADLINE_EXCEEDED'])
  assert.deepEqual([working.length, await gauge('admission_in_flight')], [0, 0])
})
