import {
  createReader,
  loadServiceConfig,
  type Environment,
  type ServiceConfig
} from '@microzon/shared/config'

export type Config = { readonly service: ServiceConfig; readonly databaseUrl: string }

/** Throws a `ConfigError` that names the variable. */
export function loadConfig(env: Environment): Config {
  return {
    service: loadServiceConfig(env, 'billing'),
    databaseUrl: createReader(env).secretUrl('DATABASE_URL', { schemes: ['sqlite', 'mysql'] })
  }
}
