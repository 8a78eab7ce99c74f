import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { createEventCounter } from '../../src/client/event-metrics.ts'
import { createTelling, type ClientEvent } from '../../src/client/events.ts'
import { createTracer, type Span } from '../../src/telemetry/index.ts'
import { aCall } from './fakes.ts'

const events: readonly ClientEvent[] = [
  { kind: 'retried', attempt: 1, why: 'lost' },
  { kind: 'budget-empty', why: 'status 503' },
  { kind: 'throttled', share: 0.25 },
  { kind: 'limited' },
  { kind: 'hedged' },
  { kind: 'stale', ageMs: 1_200 },
  { kind: 'collapsed' },
  { kind: 'refused-open' },
  { kind: 'ejected', endpointId: 'cart-1', why: 'rate', forMs: 2_500 },
  { kind: 'trial', endpointId: 'cart-1' },
  { kind: 'returned', endpointId: 'cart-1' }
]

test('an event is written into the span of its call, counted, and passed on', () => {
  const heard: ClientEvent[] = []
  const notes: string[] = []
  const tracer = createTracer({ service: 'web', version: '1', instance: 'web-1' })
  const span: Span = { ...tracer.localSpan('call'), annotate: text => void notes.push(text) }
  const { tell, counts } = createTelling(event => void heard.push(event))
  for (const event of events) tell(event, aCall({ span }))
  tell({ kind: 'limited' })
  assert.deepEqual(heard.slice(0, -1), events)
  assert.equal(counts().limited, 2)
  assert.equal(counts().hedged, 1)
  assert.deepEqual(notes.slice(0, 3), [
    'retry 1: lost',
    'no retry, the budget is empty: status 503',
    'throttled: 25 % are refused'
  ])
  assert.equal(new Set(notes).size, events.length)
})

test('the metrics count what was told, by target', async () => {
  const registry = new Registry()
  const counted = createEventCounter(registry)
  counted('cart')({ kind: 'hedged' })
  counted('cart')({ kind: 'hedged' })
  counted('product')({ kind: 'stale', ageMs: 1 })
  const text = await registry.metrics()
  assert.match(text, /^client_events_total\{target="cart",kind="hedged"\} 2$/m)
  assert.match(text, /^client_events_total\{target="product",kind="stale"\} 1$/m)
})
