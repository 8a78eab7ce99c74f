import { createReader, type Environment } from '@microzon/shared/config'

export type TelemetryConfig = {
  readonly host: string
  readonly port: number
  /** Where spans and logs are kept; without it they are kept in memory. */
  readonly dataFolder: string | undefined
}

/**
 * Reads `HOST`, `PORT` (9411, as Zipkin) and `DATA_DIR`; throws a `ConfigError` that names the
 * variable.
 */
export function loadTelemetryConfig(env: Environment): TelemetryConfig {
  const read = createReader(env)
  return {
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 9411, min: 0, max: 65_535 }),
    dataFolder: read.optional('DATA_DIR')
  }
}
