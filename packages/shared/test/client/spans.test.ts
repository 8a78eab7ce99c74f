import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attemptSpan } from '../../src/client/attempt-span.ts'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { context } from '../../src/client/context.ts'
import { createTracer, type Span, type Tracer } from '../../src/telemetry/index.ts'
import { giveUp } from '../../src/client/flight.ts'
import {
  aCall,
  anEndpoint,
  answering,
  createManualClock,
  failure,
  plainLimits,
  reply
} from './fakes.ts'

/** What became of each span, in the order of their ends. */
type Told = { name: string; error?: string; tags: Record<string, unknown>; ended: number }

/** A real tracer whose spans also tell what was done to them. */
function listen(): { readonly tracer: Tracer; readonly spans: readonly Told[] } {
  const tracer = createTracer({ service: 'web', version: '1', instance: 'web-1' })
  const spans: Told[] = []
  const heard = (name: string, span: Span): Span => {
    const told: Told = { name, tags: {}, ended: 0 }
    spans.push(told)
    return {
      ...span,
      tag: (key, value) => void (told.tags[key] = value),
      error: message => void (told.error = message),
      finish: () => void told.ended++
    }
  }
  return {
    spans,
    tracer: {
      ...tracer,
      localSpan: (name, parent) => heard(name, tracer.localSpan(name, parent)),
      clientSpan: (name, parent) => heard(name, tracer.clientSpan(name, parent))
    }
  }
}

/** What one attempt at `cart-1` sends on, and its span. */
async function attempt(
  outcome: Outcome,
  changes: Partial<Call> = {}
): Promise<{ readonly sent: Call | undefined; readonly span: Told | undefined }> {
  const { tracer, spans } = listen()
  const send = answering([outcome])
  const clock = createManualClock()
  const layer = attemptSpan({ tracer, endpoint: anEndpoint('cart-1'), clock, limits: plainLimits })
  assert.deepEqual(await layer(send)(aCall(changes)), outcome)
  return { sent: send.calls[0], span: spans[0] }
}

test('the span of a call is what its attempts hang from, and ends once', async () => {
  const { tracer, spans } = listen()
  let seen: Span | undefined
  const send: Send = async call => {
    seen = call.span
    assert.equal(spans[0]?.ended, 0, 'it covers all below')
    return failure('refused', false)
  }
  await context(tracer)(send)(aCall())
  assert.ok(seen)
  assert.deepEqual(spans, [
    { name: 'call cart GET /carts/:id', error: 'refused', tags: {}, ended: 1 }
  ])
})

test('the span of a call tells what its last attempt brought, if that was no answer', async () => {
  const errorAfter = async (outcome: Outcome): Promise<string | undefined> => {
    const { tracer, spans } = listen()
    await context(tracer)(answering([outcome]))(aCall())
    return spans[0]?.error
  }
  assert.equal(await errorAfter(reply(404)), undefined)
  assert.equal(await errorAfter(reply(503)), 'status 503')
  assert.equal(await errorAfter(reply(421)), 'misdirected')
})

test('an attempt carries its trace, its number and what is left of its time', async () => {
  const { sent } = await attempt(reply(200), { attempt: 2, deadlineAt: 1_000_400 })
  assert.equal(sent?.headers['x-attempt'], '2')
  assert.equal(sent?.headers['x-deadline-ms'], '395', 'the way there and back is taken off')
  assert.match(sent?.headers['x-b3-traceid'] ?? '', /^[0-9a-f]{32}$/)
})

test('an attempt tells its peer no more time than the attempt has, and never less than none', async () => {
  const short = await attempt(reply(200), { deadlineAt: 1_009_000, attemptMs: 250 })
  assert.equal(short.sent?.headers['x-deadline-ms'], '245')
  const late = await attempt(reply(200), { deadlineAt: 1_000_001 })
  assert.equal(late.sent?.headers['x-deadline-ms'], '0')
})

test('the span of an attempt names the instance, and the number only of a repetition', async () => {
  const first = await attempt(reply(200))
  assert.deepEqual(first.span?.tags, { instance: 'cart-1', 'http.status_code': 200 })
  const second = await attempt(reply(200), { attempt: 2 })
  assert.equal(second.span?.tags['attempt'], 2)
})

test('the span of an attempt tells faults from answers, and giving up from loss', async () => {
  assert.equal((await attempt(reply(404))).span?.error, undefined)
  assert.equal((await attempt(reply(503))).span?.error, 'status 503')
  assert.equal((await attempt(reply(421))).span?.error, 'misdirected')
  assert.equal((await attempt(failure('lost', true))).span?.error, 'lost')
  const { progress, flight } = aCall()
  giveUp(progress)
  assert.equal((await attempt(failure('lost', true), { flight })).span?.error, 'given up')
})
