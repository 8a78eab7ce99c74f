import type { Static, TSchema } from 'typebox'
import type { Endpoint, Resolver } from '../discovery/index.ts'
import { currentContext, type Metrics, type Tracer } from '../telemetry/index.ts'
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
  readonly metrics?: Metrics
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
  const endpoints = createEndpoints(resolver.watch(target), endpointStack(options, traffic, clock))
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
    let [sent, attempts] = [false, 0]
    const outcome = await send({
      ...call,
      onSent: () => void (sent = true),
      onAttempt: attempt => void (attempts = attempt)
    })
    return { outcome, sent, attempts }
  }
  return {
    target,
    endpoints,
    traffic,
    async call<Answer extends TSchema>(
      request: CallRequest<Answer>
    ): Promise<CallResult<Static<Answer>>> {
      const { outcome, ...told } = await run(request)
      return resultOf(outcome, { ...told, answer: request.answer })
    },
    async callText(request) {
      const { outcome, ...told } = await run(request)
      return textResultOf(outcome, told)
    },
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
