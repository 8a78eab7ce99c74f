export { createChosenResolver } from './chosen-resolver.ts'
export { systemClock } from './clock.ts'
export type { Clock } from './clock.ts'
export { createConsulRegistrar } from './consul-registrar.ts'
export type { ConsulRegistrarOptions, RegistrarEvent } from './consul-registrar.ts'
export type { Registration } from './consul-registration.ts'
export { createConsulResolver } from './consul-resolver.ts'
export type { ConsulResolverOptions } from './consul-resolver.ts'
export { createDnsResolver } from './dns-resolver.ts'
export type { DnsResolverOptions } from './dns-resolver.ts'
export type { DnsServer } from './dns-transport.ts'
export type { DiscoveryEvent } from './events.ts'
export { createFileResolver } from './file-resolver.ts'
export type { FileResolverOptions } from './file-resolver.ts'
export { createStaticResolver } from './static-resolver.ts'
export type { StaticResolver } from './static-resolver.ts'
export type {
  Endpoint,
  EndpointSet,
  EndpointState,
  Mechanism,
  Registrar,
  Resolver,
  Watched
} from './types.ts'
