import { isLayerName, layerNames, type LayerName } from '../client/layer-names.ts'
import { loadDiscoveryConfig, type DiscoveryConfig } from './discovery-config.ts'
import { ConfigError, createReader, type Environment } from './reader.ts'

/** What every process of the system is told by its environment. */
export type ProcessConfig = {
  readonly name: string
  /** Such as `cart-1`: how people name this process. */
  readonly instance: string
  readonly version: string
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly advertiseAddress: string | undefined
  readonly advertisePort: number | undefined
  /** How long callers take to go elsewhere, at most, once the registry says that this one drains. */
  readonly drainNoticeMs: number
  readonly zipkinUrl: string | undefined
  readonly logUrl: string | undefined
  readonly logLevel: string
}

/** What a service that registers and takes part in calls is told besides. */
export type ServiceConfig = ProcessConfig & {
  readonly labId: string | undefined
  readonly consulUrl: string
  /** What Consul lets this process in with, where it asks for that. */
  readonly consulToken: string | undefined
  readonly discovery: DiscoveryConfig
  readonly serviceSecret: string
  /** PEM of the Ed25519 key that customers' tokens are verified with. */
  readonly customerTokenPublicKey: string
  /** Layers of the client stack that an experiment leaves out. */
  readonly clientWithout: readonly LayerName[]
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads what all processes share; throws a `ConfigError` that names the variable. */
export function loadProcessConfig(env: Environment, name: string): ProcessConfig {
  const read = createReader(env)
  const logLevel = read.string('LOG_LEVEL', 'info')
  if (!logLevels.includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL must be one of ${logLevels.join(', ')}, but is "${logLevel}"`)
  }
  const isAdvertised = read.optional('ADVERTISE_PORT') !== undefined
  return {
    name,
    // A container knows the name of its machine, which nobody else has; people find it by that.
    instance: read.string('INSTANCE_NAME', `${name}-${read.string('HOSTNAME', '0')}`),
    version: read.string('SERVICE_VERSION', '0.1.0'),
    host: read.string('HOST', '127.0.0.1'),
    port: read.integer('PORT', { fallback: 0, min: 0, max: 65_535 }),
    advertiseAddress: read.optional('ADVERTISE_ADDRESS'),
    advertisePort: isAdvertised
      ? read.integer('ADVERTISE_PORT', { min: 1, max: 65_535 })
      : undefined,
    drainNoticeMs: read.integer('DRAIN_NOTICE_MS', { fallback: 2_000, min: 0, max: 10_000 }),
    zipkinUrl: read.optionalUrl('ZIPKIN_URL'),
    logUrl: read.optionalUrl('LOG_URL'),
    logLevel
  }
}

/** Reads what all registered services share; throws a `ConfigError` that names the variable. */
export function loadServiceConfig(env: Environment, name: string): ServiceConfig {
  const read = createReader(env)
  return {
    ...loadProcessConfig(env, name),
    labId: read.optional('LAB_ID'),
    consulUrl: read.url('CONSUL_HTTP_ADDR', { fallback: 'http://127.0.0.1:8500' }),
    consulToken: read.optionalSecret('CONSUL_HTTP_TOKEN'),
    discovery: loadDiscoveryConfig(read),
    serviceSecret: read.secret('SERVICE_SECRET'),
    customerTokenPublicKey: read.secret('CUSTOMER_TOKEN_PUBLIC_KEY'),
    clientWithout: layersLeftOut(env)
  }
}

/** What the shop is not run without, but an experiment may be. */
function layersLeftOut(env: Environment): readonly LayerName[] {
  const names = (env['CLIENT_WITHOUT'] ?? '').split(',').filter(name => name !== '')
  if (names.length > 0 && env['NODE_ENV'] === 'production') {
    throw new ConfigError('CLIENT_WITHOUT is for experiments and must not be set in production')
  }
  return names.map(name => {
    if (isLayerName(name)) return name
    throw new ConfigError(`CLIENT_WITHOUT must be of ${layerNames.join(', ')}, but names "${name}"`)
  })
}
