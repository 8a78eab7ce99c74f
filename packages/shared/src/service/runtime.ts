import {
  createEventCounter,
  createServiceClient,
  type ClientEvent,
  type OpenServiceClient
} from '../client/index.ts'
import { ConfigError, type ProcessConfig, type ServiceConfig } from '../config/index.ts'
import { createStaticResolver, type Registrar } from '../discovery/index.ts'
import { closeLogger, createLogger, createMetrics, createTracer } from '../telemetry/index.ts'
import {
  createCustomerTokenVerifier,
  createServiceTokens,
  type VerifyCustomerToken
} from '../tokens/index.ts'
import { gaugeAges } from './discovery-view.ts'
import { absentRegistrar, createServiceRegistrar, createStartId } from './registrar.ts'
import { createServiceResolver } from './resolver.ts'
import type { ServiceRuntime } from './types.ts'
import { within } from './within.ts'

const closeMs = 2_000

/** What a process of a service has, and how it is given back at its end. */
export type ProcessRuntime = ServiceRuntime & {
  readonly client: (target: string) => OpenServiceClient
  /** Counts what happens between this process and a target that it reaches by a way of its own. */
  readonly countEvents: (target: string) => (event: ClientEvent) => void
  /** Makes this process known to its callers, once its port is known. */
  createRegistrar(port: number): Registrar
  close(): Promise<void>
}

/**
 * Makes the parts of the chassis for one process. Opens no connection before the first use. Throws
 * a `ConfigError` that names the variable.
 */
export function createRuntime(config: ServiceConfig): ProcessRuntime {
  const base = createBase(config)
  const { tracer, metrics, logger, startId } = base
  const tokens = createServiceTokens({
    secret: config.serviceSecret,
    name: config.name,
    clock: base.clock
  })
  const resolver = createServiceResolver(config, logger)
  gaugeAges({ resolver, registry: metrics.registry, clock: base.clock })
  const counted = createEventCounter(metrics.registry)
  const clients = new Map<string, OpenServiceClient>()
  const client = (target: string): OpenServiceClient => {
    const known = clients.get(target)
    if (known !== undefined) return known
    const made = createServiceClient({
      target,
      resolver,
      tokens,
      tracer,
      metrics,
      onEvent: counted(target),
      without: config.clientWithout
    })
    clients.set(target, made)
    return made
  }
  return {
    ...base,
    tokens,
    verifyCustomer: createVerifier(config, base.clock),
    resolver,
    client,
    countEvents: counted,
    clientStatus: () => [...clients.values()].map(({ status }) => status()),
    createRegistrar: port => createServiceRegistrar(config, { startId, port, logger }),
    async close() {
      const closing = [...clients.values(), resolver].map(open => open.close())
      // A peer or a registry that is away must not keep spans and log lines from being sent.
      await within(closeMs, Promise.all(closing))
      await base.close()
    }
  }
}

function createVerifier(config: ServiceConfig, clock: () => number): VerifyCustomerToken {
  try {
    return createCustomerTokenVerifier(config.customerTokenPublicKey, clock)
  } catch {
    throw new ConfigError('CUSTOMER_TOKEN_PUBLIC_KEY must be an Ed25519 public key in PEM')
  }
}

/**
 * The same for a process that stands apart: it is in no registry, holds no secret of ours and calls
 * nobody.
 */
export function createOutsiderRuntime(config: ProcessConfig): ProcessRuntime {
  return {
    ...createBase(config),
    tokens: { sign: () => '', verify: () => undefined, isForAnother: () => false },
    verifyCustomer: () => undefined,
    resolver: createStaticResolver({}),
    clientStatus: () => [],
    countEvents: () => () => undefined,
    client: target => {
      throw new TypeError(`${config.name} stands apart and cannot call ${target}`)
    },
    createRegistrar: () => absentRegistrar
  }
}

type Base = Pick<
  ServiceRuntime,
  'startId' | 'config' | 'logger' | 'tracer' | 'metrics' | 'clock'
> & {
  close(): Promise<void>
}

function createBase(config: ProcessConfig): Base {
  const { name, version, instance, zipkinUrl, logUrl, logLevel } = config
  const identity = { service: name, version, instance }
  const metrics = createMetrics(identity)
  const logger = createLogger({
    ...identity,
    level: logLevel,
    logUrl,
    onDropped: metrics.logsDropped
  })
  const tracer = createTracer({ ...identity, zipkinUrl, logger })
  return {
    startId: createStartId(instance),
    config,
    logger,
    tracer,
    metrics,
    clock: Date.now,
    async close() {
      await tracer.close()
      metrics.close()
      await closeLogger(logger)
    }
  }
}
