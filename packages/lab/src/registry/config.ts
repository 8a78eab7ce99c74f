import { createReader, type Environment } from '@microzon/shared/config'

export type RegistryConfig = {
  readonly host: string
  readonly port: number
  /** Where keys and values are kept; without it they end with the process. */
  readonly dataFolder: string | undefined
  /** DNS is not served without it. */
  readonly dnsPort: number | undefined
  readonly dnsTtlSeconds: number
}

/**
 * Reads `HOST`, `PORT` (8500, as Consul), `DATA_DIR`, `DNS_PORT` (Consul's is 8600) and
 * `DNS_TTL_SECONDS` (0, as Consul); throws a `ConfigError` that names the variable.
 */
export function loadRegistryConfig(env: Environment): RegistryConfig {
  const read = createReader(env)
  return {
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 8500, min: 0, max: 65_535 }),
    dataFolder: read.optional('DATA_DIR'),
    dnsPort:
      read.optional('DNS_PORT') === undefined
        ? undefined
        : read.integer('DNS_PORT', { min: 0, max: 65_535 }),
    dnsTtlSeconds: read.integer('DNS_TTL_SECONDS', { fallback: 0, min: 0, max: 86_400 })
  }
}
