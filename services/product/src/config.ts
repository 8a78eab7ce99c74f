import {
  ConfigError,
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  readonly service: ServiceConfig
  /** `sqlite:/absolute/file.db` or `sqlite::memory:`. */
  readonly databaseUrl: string
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const databaseUrl = createReader(env).string('DATABASE_URL')
  if (databaseUrl !== 'sqlite::memory:' && !databaseUrl.startsWith('sqlite:/')) {
    // Not the value, which may hold a password.
    throw new ConfigError('DATABASE_URL must look like sqlite:/absolute/file.db or sqlite::memory:')
  }
  return { service: loadServiceConfig(env, 'product'), databaseUrl }
}
