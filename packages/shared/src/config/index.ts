export { createReader, ConfigError } from './reader.ts'
export type { Environment, Reader } from './reader.ts'
export { loadServiceConfig } from './service-config.ts'
export type { ServiceConfig } from './service-config.ts'
