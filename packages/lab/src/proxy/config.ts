import { createReader, type Environment } from '@microzon/shared/config'

export type ProxyConfig = {
  readonly host: string
  readonly port: number
  /** What whoever commands it must bring. */
  readonly controlToken: string
}

/** Reads `HOST`, `PORT` and `CONTROL_TOKEN`; throws a `ConfigError` that names the variable. */
export function loadProxyConfig(env: Environment): ProxyConfig {
  const read = createReader(env)
  return {
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 0, min: 0, max: 65_535 }),
    controlToken: read.secret('CONTROL_TOKEN')
  }
}
