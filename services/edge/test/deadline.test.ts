import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { endlessBudget } from '@microzon/shared/client'
import { Pool } from 'undici'
import { headMsUsual } from '../src/deadline.ts'
import type { Forwarded } from '../src/forward.ts'
import { routeRequest, type Attempt, type Routed } from '../src/route-request.ts'
import { startEdge, startWeb, until } from './harness.ts'

type Begun = { readonly at: number; readonly timeoutMs: number }

/** What an attempt comes to, and after how long. */
type Act = (attempt: Attempt) => { readonly tookMs: number; readonly forwarded: Forwarded }

const hangs: Act = ({ timeoutMs }) => ({
  tookMs: timeoutMs,
  forwarded: { kind: 'failed', sent: true, reason: 'timeout' }
})
const refuses: Act = () => ({
  tookMs: 250,
  forwarded: { kind: 'failed', sent: false, reason: 'refused' }
})
const answersAfter =
  (tookMs: number, status: number, received: IncomingHttpHeaders = {}): Act =>
  ({ isWanted }) => ({
    tookMs,
    get forwarded(): Forwarded {
      return isWanted(status, received)
        ? { kind: 'answered', status, isWhole: true }
        : { kind: 'dropped', status }
    }
  })

/** Routes one request over a clock that moves only with attempts and with waits for a place. */
async function route(
  kind: 'page' | 'form',
  { acts, waitsMs = [] }: { readonly acts: readonly Act[]; readonly waitsMs?: readonly number[] }
): Promise<{
  readonly routed: Routed
  readonly begun: readonly Begun[]
  readonly endedAt: number
  readonly mayWaitMs: readonly number[]
}> {
  let now = 0
  const begun: Begun[] = []
  const mayWaitMs: number[] = []
  const routed = await routeRequest({
    clock: () => now,
    headMs: headMsUsual[kind],
    budget: endlessBudget,
    tell: () => undefined,
    importance: 'normal',
    isGone: () => false,
    isSafe: kind === 'page',
    isKept: true,
    places: {
      async take({ waitMs }) {
        const wait = waitsMs[mayWaitMs.length] ?? 0
        mayWaitMs.push(waitMs)
        now += Math.min(wait, Math.max(0, waitMs))
        if (wait > waitMs) return undefined
        const endpointId = `web-${mayWaitMs.length}`
        return { endpointId, pool: new Pool('http://127.0.0.1:1'), leave: () => undefined }
      },
      hasOther: () => true,
      waiting: () => 0
    },
    async attempt(attempt) {
      const act = acts[begun.length]
      assert.ok(act !== undefined, `attempt ${begun.length + 1} is one too many`)
      begun.push({ at: now, timeoutMs: attempt.timeoutMs })
      const acted = act(attempt)
      now += acted.tookMs
      return acted.forwarded
    }
  })
  return { routed, begun, endedAt: now, mayWaitMs }
}

test('a page at instances that never answer takes seven seconds, two attempts of half of it', async () => {
  const { routed, begun, endedAt } = await route('page', { acts: [hangs, hangs] })
  assert.deepEqual(routed, { kind: 'unanswered', status: 504 })
  assert.deepEqual(begun, [
    { at: 0, timeoutMs: 3_500 },
    { at: 3_500, timeoutMs: 3_500 }
  ])
  assert.equal(endedAt, 7_000)
})

test('a page at an instance that never answers is asked for elsewhere', async () => {
  const { routed } = await route('page', { acts: [hangs, answersAfter(3_300, 200)] })
  assert.deepEqual(routed, { kind: 'answered', status: 200, isWhole: true })
})

test('waits for a place are part of the time, and an attempt gets what they have left', async () => {
  const { begun, endedAt, mayWaitMs } = await route('page', {
    acts: [hangs, hangs],
    waitsMs: [2_000, 1_000]
  })
  assert.deepEqual(begun, [
    { at: 2_000, timeoutMs: 3_500 },
    { at: 6_500, timeoutMs: 500 }
  ])
  assert.deepEqual(mayWaitMs, [6_800, 1_300])
  assert.equal(endedAt, 7_000)
})

test('a wait for a place ends while there is time for an attempt', async () => {
  const { routed, endedAt } = await route('page', { acts: [hangs], waitsMs: [0, 60_000] })
  assert.deepEqual(routed, { kind: 'unanswered', status: 504 })
  assert.equal(endedAt, 6_800)
})

test('no attempt is begun with less than a fifth of a second', async () => {
  const acts = [answersAfter(3_400, 504), answersAfter(3_401, 504)]
  const { routed, begun } = await route('page', { acts })
  assert.equal(begun.length, 2)
  // There is no time to find a better one.
  assert.deepEqual(routed, { kind: 'answered', status: 504, isWhole: true })
  const enough = [answersAfter(3_400, 504), answersAfter(3_400, 504), answersAfter(150, 200)]
  const other = await route('page', { acts: enough })
  assert.deepEqual(other.begun.at(-1), { at: 6_800, timeoutMs: 200 })
  assert.deepEqual(other.routed, { kind: 'answered', status: 200, isWhole: true })
})

test('a form has twelve seconds in all, those before it was sent included', async () => {
  const { routed, begun, endedAt } = await route('form', {
    acts: [refuses, hangs],
    waitsMs: [2_000, 1_000]
  })
  assert.deepEqual(routed, { kind: 'unanswered', status: 504 })
  assert.deepEqual(begun, [
    { at: 2_000, timeoutMs: 10_000 },
    { at: 3_250, timeoutMs: 8_750 }
  ])
  assert.equal(endedAt, 12_000)
})

test('web is told of each attempt how long it may take', async t => {
  const told: number[] = []
  const webs = await Promise.all(
    [1, 2, 3].map(() =>
      startWeb(t, ({ headers }) => void told.push(Number(headers['x-deadline-ms'])))
    )
  )
  const headMs = { page: { attempt: 1_000, request: 1_600 }, form: headMsUsual.form }
  const edge = await startEdge(t, { webs, headMs })
  const pool = new Pool(edge.url)
  t.after(() => pool.destroy())
  const { statusCode, body } = await pool.request({ method: 'GET', path: '/shop' })
  await body.dump()
  assert.equal(statusCode, 504)
  assert.equal(told[0], 900)
  assert.ok((told[1] ?? 900) <= 500, `${told[1]}`)
  assert.equal(told.length, 2)
})

test('who waits for a place is told so when no time is left for an attempt', async t => {
  const held: ServerResponse[] = []
  const web = await startWeb(t, (_request, response) => void held.push(response))
  const [page, form] = [
    { attempt: 300, request: 300 },
    { attempt: 60_000, request: 60_000 }
  ]
  const patience = { seats: 1_000, burstMs: 60_000, standingMs: 60_000 }
  const edge = await startEdge(t, { webs: [web], headMs: { page, form }, patience })
  const pool = new Pool(edge.url, { connections: 100 })
  t.after(() => pool.destroy())
  const ask = async (method: 'GET' | 'POST') => {
    const body = method === 'POST' ? 'a=b' : null
    const answer = await pool.request({ method, path: '/shop', body })
    await answer.body.dump()
    return answer.statusCode
  }
  const forms = Promise.all(Array.from({ length: 64 }, () => ask('POST')))
  await until(() => held.length === 64)
  assert.equal(await ask('GET'), 503)
  for (const response of held) response.end('good')
  assert.deepEqual(new Set(await forms), new Set([200]))
  assert.equal(held.length, 64)
})
