import { join } from 'node:path'
import type { DiscoveryMechanism } from '@microzon/shared/config'
import { ownDatabaseUrl, type OwnStores } from './own-stores.ts'
import type { Need, Program } from './programs.ts'
import type { Secrets } from './secrets.ts'

/** Where everything of a running lab is. Addresses have no slash at their end. */
export type LabPlace = {
  readonly root: string
  /** Absolute; holds the databases and what the backing services keep. */
  readonly data: string
  readonly secrets: Secrets
  readonly shop: string
  readonly shopPort: number
  readonly registryUrl: string
  /** Where the registry answers DNS, such as `127.0.0.1:8600`. */
  readonly registryDns: string
  /** Where services look for each other. */
  readonly discovery: DiscoveryMechanism
  /** Of services that look in another way than most. */
  readonly discoveryOf?: Readonly<Record<string, DiscoveryMechanism>>
  /** What the launcher writes for those that look in a file; absolute. */
  readonly endpointsFile: string
  readonly tracesUrl: string
  readonly logsUrl: string
  readonly providerUrl: string
  /** Of the launcher's own API, and of the proxy's. */
  readonly controlToken: string
  readonly stores: OwnStores
  /** Requests per minute and client at the edge. */
  readonly rateLimit: number
}

export type InstancePlace = {
  readonly id: string
  readonly port: number
  readonly version: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Where V8 keeps what it made of the checkout's modules. */
export function compileCacheOf(root: string): string {
  return join(root, '.runtime', 'compile-cache')
}

/**
 * What one process is told. It inherits ours less what npm and the test runner leave there, which
 * is not meant for it.
 */
export function environmentOf(
  program: Program,
  { id, port, version }: InstancePlace,
  options: { readonly place: LabPlace; readonly inherited: Environment }
): Environment {
  const { place, inherited } = options
  const needed = program.needs.map(need => settingsOf(need, { program, port, place }))
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !isForeign(name))),
    NODE_COMPILE_CACHE: compileCacheOf(place.root),
    HOST: '127.0.0.1',
    PORT: String(port),
    INSTANCE_NAME: id,
    SERVICE_VERSION: version,
    ...Object.assign({}, ...needed)
  }
}

/** The variables that make a process part of this lab: what somebody needs who starts it himself. */
export function ownSettings(
  program: Program,
  instance: InstancePlace,
  place: LabPlace
): Readonly<Record<string, string>> {
  return environmentOf(program, instance, { place, inherited: {} }) as Record<string, string>
}

const foreign = /^(npm_|NODE_TEST_CONTEXT$|NODE_CHANNEL_|NODE_UNIQUE_ID$|INIT_CWD$)/

function isForeign(name: string): boolean {
  return foreign.test(name)
}

function settingsOf(
  need: Need,
  { program, port, place }: { program: Program; port: number; place: LabPlace }
): Readonly<Record<string, string>> {
  const { files, labId } = place.secrets
  switch (need) {
    case 'registry':
      return {
        CONSUL_HTTP_ADDR: place.registryUrl,
        CONSUL_DNS: place.registryDns,
        DISCOVERY: place.discoveryOf?.[program.service] ?? place.discovery,
        DISCOVERY_FILE: place.endpointsFile,
        LAB_ID: labId
      }
    case 'dns-port':
      return { DNS_PORT: place.registryDns.replace(/^.*:/, '') }
    case 'traces':
      return { ZIPKIN_URL: place.tracesUrl }
    case 'logs':
      return { LOG_URL: place.logsUrl }
    case 'tokens':
      return {
        SERVICE_SECRET_FILE: files.serviceSecret,
        CUSTOMER_TOKEN_PUBLIC_KEY_FILE: files.customerPublicKey
      }
    case 'customer-key':
      return { CUSTOMER_TOKEN_PRIVATE_KEY_FILE: files.customerPrivateKey }
    case 'database':
      return {
        DATABASE_URL:
          ownDatabaseUrl(program.service, { stores: place.stores, labId }) ??
          `sqlite:${join(place.data, `${program.service}.db`)}`
      }
    case 'folder':
      return { DATA_DIR: join(place.data, program.service) }
    case 'session':
      return { SESSION_SECRET_FILE: files.sessionSecret, PUBLIC_URL: place.shop }
    case 'provider':
      return { PROVIDER_URL: place.providerUrl }
    case 'provider-key':
      return { PROVIDER_API_KEY_FILE: files.providerApiKey }
    case 'public-port':
      // The edge registers the port for probes; the shop's port is only for browsers.
      return {
        PORT: String(place.shopPort),
        ADMIN_PORT: String(port),
        RATE_LIMIT: String(place.rateLimit)
      }
    case 'control':
      return { CONTROL_TOKEN: place.controlToken }
    default:
      return need satisfies never
  }
}
