import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  readonly service: ServiceConfig
  /** Signs and encrypts cookies and checkout tokens; the same for every instance. */
  readonly sessionSecret: string
  /** Where browsers find the shop. */
  readonly publicUrl: string
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const read = createReader(env)
  return {
    service: loadServiceConfig(env, 'web'),
    sessionSecret: read.secret('SESSION_SECRET'),
    publicUrl: read.url('PUBLIC_URL', { fallback: 'http://localhost:8080' })
  }
}
