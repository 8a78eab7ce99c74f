export { createReader, ConfigError } from './reader.ts'
export type { Environment, Reader } from './reader.ts'
export { loadProcessConfig, loadServiceConfig } from './service-config.ts'
export type { ProcessConfig, ServiceConfig } from './service-config.ts'
