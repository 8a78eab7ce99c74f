import type { Static, TSchema } from 'typebox'
import type { Endpoint, Resolver } from '../discovery/index.ts'
import { currentContext, runOutsideContext, type Metrics, type Tracer } from '../telemetry/index.ts'
import type { ServiceTokens } from '../tokens/index.ts'
import { attemptSpan } from './attempt-span.ts'
import { balance } from './balance.ts'
import { stack, type Outcome, type Send } from './call.ts'
import { callOf } from './call-of.ts'
import { systemClock, type Clock } from './clock.ts'
import { context } from './context.ts'
import { deadline } from './deadline.ts'
import { createEndpoints, type Connection, type Endpoints } from './endpoints.ts'
import { resultOf, textResultOf } from './result.ts'
import { retry } from './retry.ts'
import { connectTo } from './send.ts'
import { timeout } from './timeout.ts'
import { createTraffic, observed, type Traffic } from './traffic.ts'
import type { CallRequest, CallResult, ServiceClient } from './types.ts'

export type ServiceClientOptions = {
  readonly target: string
  readonly resolver: Resolver
  readonly tokens: ServiceTokens
  readonly tracer: Tracer
  readonly metrics?: Pick<Metrics, 'httpClient'>
  readonly clock?: Clock
  readonly random?: () => number
  /** Opens the way to an endpoint; undici unless told. */
  readonly connect?: (endpoint: Endpoint) => Connection<Send>
}

/** A client that also tells what it has seen of its target, and can be closed. */
export type OpenServiceClient = ServiceClient & {
  readonly endpoints: Endpoints<Send>
  /** Requests, errors and latency of each endpoint over the last minute, as this process saw them. */
  readonly traffic: Traffic
  close(): Promise<void>
}

/** A client of one target service. Never throws for what the network or the peer does: see `CallResult`. */
export function createServiceClient(options: ServiceClientOptions): OpenServiceClient {
  const { target, resolver, tokens, clock = systemClock } = options
  const traffic = createTraffic(clock)
  // The watch and the connections outlive the request that happens to be the first to need them.
  const endpoints = runOutsideContext(() =>
    createEndpoints(resolver.watch(target), endpointStack(options, traffic, clock))
  )
  const send = callStack(options, endpoints, clock)
  const run = async (request: Omit<CallRequest, 'answer'>): Promise<Ran> => {
    const current = currentContext()
    const call = callOf(request, {
      target,
      serviceToken: tokens.sign(target),
      customerToken: request.customerToken ?? current?.customerToken,
      now: clock.now(),
      callerDeadlineAt: current?.deadlineAt
    })
    // How many attempts may have been executed, and how many there were.
    let [open, attempts] = [0, 0]
    const outcome = await send({
      ...call,
      onSent: () => void open++,
      onNotProcessed: () => void open--,
      onAttempt: attempt => void (attempts = attempt)
    })
    return { outcome, sent: open > 0, attempts }
  }
  const counted = async <Body>(
    work: () => Promise<CallResult<Body>>
  ): Promise<CallResult<Body>> => {
    const startedAt = clock.now()
    const result = await work()
    const durationMs = clock.now() - startedAt
    options.metrics?.httpClient({ target, outcome: result.kind, durationMs })
    return result
  }
  return {
    target,
    endpoints,
    traffic,
    call: <Answer extends TSchema>(
      request: CallRequest<Answer>
    ): Promise<CallResult<Static<Answer>>> =>
      counted(async () => {
        const { outcome, ...told } = await run(request)
        return resultOf(outcome, { ...told, answer: request.answer })
      }),
    callText: request =>
      counted(async () => {
        const { outcome, ...told } = await run(request)
        return textResultOf(outcome, told)
      }),
    close: () => endpoints.close()
  }
}

type Ran = { readonly outcome: Outcome; readonly sent: boolean; readonly attempts: number }

/** Once per call. Each layer's comment says what must stand above and below it. */
function callStack(options: ServiceClientOptions, endpoints: Endpoints<Send>, clock: Clock): Send {
  const { tracer, random = Math.random } = options
  return stack(
    context(tracer),
    deadline(clock),
    retry({ clock, random })
  )(balance({ endpoints, clock, random }))
}

/** Once per endpoint. */
function endpointStack(
  options: ServiceClientOptions,
  traffic: Traffic,
  clock: Clock
): (endpoint: Endpoint) => Connection<Send> {
  const { tracer, connect = connectTo } = options
  return endpoint => {
    const connection = connect(endpoint)
    const way = stack(
      observed(traffic, endpoint.id, clock),
      timeout(clock),
      attemptSpan({ tracer, endpoint, clock })
    )(connection.way)
    return { way, close: connection.close }
  }
}
