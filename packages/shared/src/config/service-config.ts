import { ConfigError, createReader, type Environment } from './reader.ts'

/** What every registered service is told by its environment. */
export type ServiceConfig = {
  readonly name: string
  /** Such as `cart-1`: how people name this process. */
  readonly instance: string
  readonly version: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly advertiseAddress: string | undefined
  readonly advertisePort: number | undefined
  readonly labId: string | undefined
  readonly consulUrl: string
  readonly zipkinUrl: string | undefined
  readonly logUrl: string | undefined
  readonly logLevel: string
  readonly serviceSecret: string
  /** PEM of the Ed25519 key that customers' tokens are verified with. */
  readonly customerTokenPublicKey: string
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads what all services share; throws a `ConfigError` that names the variable. */
export function loadServiceConfig(env: Environment, name: string): ServiceConfig {
  const read = createReader(env)
  const logLevel = read.string('LOG_LEVEL', 'info')
  if (!logLevels.includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL must be one of ${logLevels.join(', ')}, but is "${logLevel}"`)
  }
  return {
    name,
    instance: read.string('INSTANCE_NAME', `${name}-0`),
    version: read.string('SERVICE_VERSION', '0.1.0'),
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 0, min: 0, max: 65_535 }),
    advertiseAddress: read.optional('ADVERTISE_ADDRESS'),
    advertisePort:
      read.optional('ADVERTISE_PORT') === undefined
        ? undefined
        : read.integer('ADVERTISE_PORT', { min: 1, max: 65_535 }),
    labId: read.optional('LAB_ID'),
    consulUrl: read.url('CONSUL_HTTP_ADDR', { fallback: 'http://127.0.0.1:8500' }),
    zipkinUrl: read.optionalUrl('ZIPKIN_URL'),
    logUrl: read.optionalUrl('LOG_URL'),
    logLevel,
    serviceSecret: read.secret('SERVICE_SECRET'),
    customerTokenPublicKey: read.secret('CUSTOMER_TOKEN_PUBLIC_KEY')
  }
}
