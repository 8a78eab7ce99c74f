import {
  createReader,
  loadProcessConfig,
  type Environment,
  type ProcessConfig
} from '@microzon/shared/config'

export type Config = {
  readonly process: ProcessConfig
  readonly databaseUrl: string
  /** What a customer of the provider proves itself with. */
  readonly apiKey: string
}

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  const read = createReader(env)
  return {
    process: loadProcessConfig(env, 'provider'),
    databaseUrl: read.secretUrl('DATABASE_URL', { schemes: ['sqlite', 'mysql'] }),
    apiKey: read.secret('PROVIDER_API_KEY')
  }
}
