import { createReader, type Environment } from '@microzon/shared/config'

export type RegistryConfig = {
  readonly host: string
  readonly port: number
  /** Where keys and values are kept; without it they end with the process. */
  readonly dataFolder: string | undefined
}

/** Reads `HOST`, `PORT` (8500, as Consul) and `DATA_DIR`; throws a `ConfigError` that names the variable. */
export function loadRegistryConfig(env: Environment): RegistryConfig {
  const read = createReader(env)
  return {
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 8500, min: 0, max: 65_535 }),
    dataFolder: read.optional('DATA_DIR')
  }
}
