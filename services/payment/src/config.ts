import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  readonly service: ServiceConfig
  readonly databaseUrl: string
  readonly providerUrl: string
  /** What we prove ourselves to the provider with. */
  readonly apiKey: string
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const read = createReader(env)
  return {
    service: loadServiceConfig(env, 'payment'),
    databaseUrl: read.secretUrl('DATABASE_URL', { schemes: ['sqlite', 'mysql'] }),
    providerUrl: read.url('PROVIDER_URL'),
    apiKey: read.secret('PROVIDER_API_KEY')
  }
}
