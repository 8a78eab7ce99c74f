import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  /** Its port is the one for probes and metrics. */
  readonly service: ServiceConfig
  readonly publicHost: string
  readonly publicPort: number
  readonly requestsPerMinute: number
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const read = createReader(env)
  const service = loadServiceConfig(env, 'edge')
  return {
    service: { ...service, port: read.integer('ADMIN_PORT', { fallback: 0, min: 0, max: 65_535 }) },
    publicHost: read.string('PUBLIC_HOST', service.host),
    publicPort: read.integer('PORT', { fallback: 8080, min: 0, max: 65_535 }),
    requestsPerMinute: read.integer('RATE_LIMIT', { fallback: 6_000, min: 1, max: 10_000_000 })
  }
}
