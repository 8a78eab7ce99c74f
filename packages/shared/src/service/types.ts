import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault
} from 'fastify'
import type { ServiceClient, TargetStatus } from '../client/index.ts'
import type { ProcessConfig } from '../config/index.ts'
import type { Resolver } from '../discovery/index.ts'
import type { Logger, Metrics, Tracer } from '../telemetry/index.ts'
import type { ServiceTokens, VerifyCustomerToken } from '../tokens/index.ts'

/** A Fastify app whose routes take their types from TypeBox schemas. */
export type Service = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/**
 * What the chassis gives to every service; `createRuntime` makes it for a process,
 * `createTestRuntime` for a test.
 */
export type ServiceRuntime = {
  /** Of this one start of the process; what it is registered as. */
  readonly startId: string
  readonly config: ProcessConfig
  readonly logger: Logger
  readonly tracer: Tracer
  readonly metrics: Metrics
  readonly tokens: ServiceTokens
  readonly verifyCustomer: VerifyCustomerToken
  readonly resolver: Resolver
  /** The one client to a target; equal calls give the same one. */
  readonly client: (target: string) => ServiceClient
  /** What the clients that are in use know of their targets. */
  readonly clientStatus: () => readonly TargetStatus[]
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** Who may call a route. */
export type Access = {
  /** Without a token: for probes, pages and documents. */
  readonly public?: boolean
  /** Names of the callers that are let in; unless told, every service but not the staff. */
  readonly callers?: readonly string[]
  /** It takes an `Idempotency-Key`. */
  readonly keyed?: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig extends Access {}
}
