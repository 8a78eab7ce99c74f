import { createServiceClient, type OpenServiceClient } from '../client/index.ts'
import type { ServiceConfig } from '../config/index.ts'
import { createConsulResolver } from '../discovery/index.ts'
import { closeLogger, createLogger, createMetrics, createTracer } from '../telemetry/index.ts'
import { createCustomerTokenVerifier, createServiceTokens } from '../tokens/index.ts'
import type { ServiceRuntime } from './types.ts'

/** What a process of a service has, and how it is given back at its end. */
export type ProcessRuntime = ServiceRuntime & {
  readonly client: (target: string) => OpenServiceClient
  close(): Promise<void>
}

/** Makes the parts of the chassis for one process. Opens no connection before the first use. */
export function createRuntime(config: ServiceConfig): ProcessRuntime {
  const { name, version, instance, zipkinUrl, logUrl, logLevel } = config
  const clock = Date.now
  const identity = { service: name, version, instance }
  const metrics = createMetrics(identity)
  const logger = createLogger({
    ...identity,
    level: logLevel,
    logUrl,
    onDropped: metrics.logsDropped
  })
  const tracer = createTracer({ ...identity, zipkinUrl, logger })
  const tokens = createServiceTokens({ secret: config.serviceSecret, name, clock })
  const resolver = createConsulResolver({
    consulUrl: config.consulUrl,
    ...(config.labId !== undefined && { labId: config.labId })
  })
  const clients = new Map<string, OpenServiceClient>()
  const client = (target: string): OpenServiceClient => {
    const known = clients.get(target)
    if (known !== undefined) return known
    const made = createServiceClient({ target, resolver, tokens, tracer, metrics })
    clients.set(target, made)
    return made
  }
  return {
    config,
    logger,
    tracer,
    metrics,
    tokens,
    verifyCustomer: createCustomerTokenVerifier(config.customerTokenPublicKey, clock),
    resolver,
    client,
    clock,
    async close() {
      await Promise.all([...clients.values()].map(open => open.close()))
      await resolver.close()
      await tracer.close()
      metrics.close()
      await closeLogger(logger)
    }
  }
}
