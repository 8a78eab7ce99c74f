import type { Static, TSchema } from 'typebox'
import type { Endpoint, Resolver } from '../discovery/index.ts'
import { currentContext, runOutsideContext, type Metrics, type Tracer } from '../telemetry/index.ts'
import type { ServiceTokens } from '../tokens/index.ts'
import { createAttemptLimits } from './attempt-limits.ts'
import { createBudget, endlessBudget } from './budget.ts'
import { createCacheStore } from './cache-store.ts'
import type { Outcome, Send } from './call.ts'
import { callOf } from './call-of.ts'
import { systemClock, type Clock } from './clock.ts'
import { composeCall, composeEndpoint, type Parts } from './compose.ts'
import { createEndpoints, type Connection, type Endpoints } from './endpoints.ts'
import { createTelling, type ClientEvent, type Tell } from './events.ts'
import { madeIn } from './flight.ts'
import { createLatencies } from './latencies.ts'
import type { LayerName } from './layer-names.ts'
import { resultOf, textResultOf } from './result.ts'
import { connectTo } from './send.ts'
import { statusOf, type ClientStatus } from './status.ts'
import { createThrottles } from './throttle.ts'
import { createTraffic, type Traffic } from './traffic.ts'
import type { CallRequest, CallResult, ServiceClient } from './types.ts'

export type ServiceClientOptions = {
  readonly target: string
  readonly resolver: Resolver
  readonly tokens: ServiceTokens
  readonly tracer: Tracer
  readonly metrics?: Pick<Metrics, 'httpClient'>
  /** Hears what the layers have to tell of this target. */
  readonly onEvent?: (event: ClientEvent) => void
  readonly clock?: Clock
  readonly random?: () => number
  /** Opens the way to an endpoint; undici unless told. */
  readonly connect?: (endpoint: Endpoint) => Connection<Send>
  /** Layers to leave out, for an experiment. */
  readonly without?: readonly LayerName[]
}

/** A client that also tells what it has seen of its target, and can be closed. */
export type OpenServiceClient = ServiceClient & {
  readonly endpoints: Endpoints<Send>
  /** Requests, errors and latency of each endpoint over the last minute, as this process saw them. */
  readonly traffic: Traffic
  status(): ClientStatus
  close(): Promise<void>
}

/** A client of one target service. Never throws for what the network or the peer does: see `CallResult`. */
export function createServiceClient(options: ServiceClientOptions): OpenServiceClient {
  const { target, resolver, metrics, connect = connectTo } = options
  const { tell, counts } = createTelling(options.onEvent ?? (() => undefined))
  const parts = createParts(options, tell)
  const { clock, random, traffic } = parts
  // The watch and the connections outlive the request that happens to be the first to need them.
  const endpoints = runOutsideContext(() =>
    createEndpoints<Send>(
      resolver.watch(target),
      (_endpoint, vitals) => composeEndpoint(parts, vitals, connect),
      { clock, random, tell }
    )
  )
  const run = createRun(options, composeCall(parts, endpoints), clock)
  const count = (outcome: string, startedAt: number): void =>
    metrics?.httpClient({ target, outcome, durationMs: clock.now() - startedAt })
  return {
    target,
    endpoints,
    traffic,
    async call<Answer extends TSchema>(
      request: CallRequest<Answer>
    ): Promise<CallResult<Static<Answer>>> {
      const startedAt = clock.now()
      const { outcome, sent, attempts } = await run(request)
      const result = resultOf(outcome, { sent, attempts, answer: request.answer })
      count(result.kind, startedAt)
      return result
    },
    async callText(request) {
      const startedAt = clock.now()
      const { outcome, sent, attempts } = await run(request)
      const result = textResultOf(outcome, { sent, attempts })
      count(result.kind, startedAt)
      return result
    },
    status: () => statusOf(target, parts, { endpoints, events: counts }),
    close: () => endpoints.close()
  }
}

function createParts(options: ServiceClientOptions, tell: Tell): Parts {
  const { tracer, clock = systemClock, random = Math.random, without = [] } = options
  const latencies = createLatencies(clock)
  return {
    clock,
    random,
    tracer,
    tell,
    without,
    store: createCacheStore(),
    throttles: createThrottles(clock),
    inFlight: { count: 0 },
    budget: without.includes('budget') ? endlessBudget : createBudget(clock),
    latencies,
    limits: createAttemptLimits(latencies),
    traffic: createTraffic(clock)
  }
}

type Ran = {
  readonly outcome: Outcome
  /** Whether any of the attempts may have been executed. */
  readonly sent: boolean
  readonly attempts: number
}

/** Makes a request a call within the request that is being served, and sends it down the stack. */
function createRun(
  { target, tokens }: ServiceClientOptions,
  send: Send,
  clock: Clock
): (request: CallRequest) => Promise<Ran> {
  return async request => {
    const current = currentContext()
    const call = callOf(request, {
      target,
      serviceToken: tokens.sign(target),
      customerToken: request.customerToken ?? current?.customerToken,
      now: clock.now(),
      callerDeadlineAt: current?.deadlineAt,
      callerSignal: current?.signal,
      importance: current?.importance
    })
    const outcome = await send(call)
    const { open, attempts } = madeIn(call.progress)
    return { outcome, sent: open > 0, attempts }
  }
}
