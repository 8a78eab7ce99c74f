import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  readonly service: ServiceConfig
  /** `sqlite:/absolute/file.db`, `sqlite::memory:` or `mysql://…`. */
  readonly databaseUrl: string
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  return {
    service: loadServiceConfig(env, 'cart'),
    databaseUrl: createReader(env).secretUrl('DATABASE_URL', { schemes: ['sqlite', 'mysql'] })
  }
}
