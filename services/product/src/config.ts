import {
  ConfigError,
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = {
  readonly service: ServiceConfig
  /** `mongodb://host/database`, `sqlite:/absolute/file.db` or `sqlite::memory:`. */
  readonly databaseUrl: string
}

// MongoDB's always names the database: without it the driver takes one that is called test.
const forms = [
  /^sqlite::memory:$/,
  /^sqlite:\//,
  /^mongodb(\+srv)?:\/\/[^/?#]+\/[^/?#]+(\?[^#]*)?$/
]

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const schemes = ['sqlite', 'mongodb', 'mongodb+srv']
  const databaseUrl = createReader(env).secretUrl('DATABASE_URL', { schemes })
  if (!forms.some(form => form.test(databaseUrl))) {
    // Not the value, which may hold a password.
    throw new ConfigError(
      'DATABASE_URL must look like mongodb://user:password@host:27017/database, ' +
        'sqlite:/absolute/file.db or sqlite::memory:'
    )
  }
  return { service: loadServiceConfig(env, 'product'), databaseUrl }
}
