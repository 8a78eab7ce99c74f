import type { TestContext } from 'node:test'
import { Type } from 'typebox'
import type { Call, Outcome, Send } from '../../src/client/call.ts'
import { markSent } from '../../src/client/flight.ts'
import {
  createServiceClient,
  type CallRequest,
  type ClientEvent,
  type LayerName
} from '../../src/client/index.ts'
import type { Endpoint, Resolver, Watched } from '../../src/discovery/index.ts'
import { createTracer, type Tracer } from '../../src/telemetry/index.ts'
import { createServiceTokens } from '../../src/tokens/index.ts'
import { anEndpoint, createFakeView, createManualClock, reply, type ManualClock } from './fakes.ts'

export const secret = 'a secret of the tests'
const answer = Type.Object({ id: Type.String() })
export const read: CallRequest<typeof answer> = {
  method: 'GET',
  path: '/carts/1',
  operation: 'GET /carts/:id',
  answer
}
export const found = reply(200, {}, '{"id":"1"}')

type Setup = {
  readonly endpoints?: readonly Endpoint[]
  /** What each attempt ends with; the last one for all that follow. */
  readonly outcomes?: readonly Outcome[]
  readonly send?: Send
  /** A transport for each endpoint, instead of one for all. */
  readonly connect?: (endpointId: string) => Send
  readonly watched?: Watched
  readonly tracer?: Tracer
  readonly random?: () => number
  readonly without?: readonly LayerName[]
  /** One of its own unless told: clients in a row share one. */
  readonly clock?: ManualClock
}

/** A client of `cart` over a fake transport, on a clock that the test moves. */
export function createClient(t: TestContext, setup: Setup = {}) {
  const { clock = createManualClock() } = setup
  const { endpoints = [anEndpoint('cart-1'), anEndpoint('cart-2')], outcomes = [found] } = setup
  const view = createFakeView()
  view.replace(endpoints)
  const watched = setup.watched ?? view
  const resolver: Resolver = { watch: () => watched, close: () => Promise.resolve() }
  const calls: Call[] = []
  const counted: unknown[] = []
  const events: ClientEvent[] = []
  const respond: Send =
    setup.send ??
    (call => {
      const outcome = outcomes[calls.length - 1] ?? outcomes.at(-1) ?? found
      if (outcome.kind === 'reply' || outcome.sent) markSent(call)
      return Promise.resolve(outcome)
    })
  const client = createServiceClient({
    target: 'cart',
    resolver,
    tokens: createServiceTokens({ secret, name: 'web', clock: clock.now }),
    tracer: setup.tracer ?? createTracer({ service: 'web', version: '1', instance: 'web-1' }),
    metrics: { httpClient: call => void counted.push(call) },
    clock,
    without: setup.without ?? [],
    onEvent: event => void events.push(event),
    random: setup.random ?? (() => 0),
    connect: ({ id }) => ({
      way: call => {
        calls.push(call)
        return (setup.connect?.(id) ?? respond)(call)
      },
      close: () => Promise.resolve()
    })
  })
  t.after(() => client.close())
  return { client, clock, calls, counted, events, view }
}
