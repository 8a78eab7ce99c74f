import process from 'node:process'
import type { ServiceConfig } from '../config/index.ts'
import { reachableAddress } from './reachable-address.ts'
import { createConsulRegistrar, type Registrar } from '../discovery/index.ts'

/** Registers a process of a service under the port that it listens on. */
export function createServiceRegistrar(config: ServiceConfig, port: number): Registrar {
  const { name, version, labId, instance } = config
  return createConsulRegistrar({
    consulUrl: config.consulUrl,
    consulToken: config.consulToken,
    registration: {
      // Of one start of the process: a mark of maintenance outlives the process that it was meant for.
      id: `${instance}-${process.pid.toString(36)}-${Date.now().toString(36)}`,
      service: name,
      address: reachableAddress(config),
      port: config.advertisePort ?? port,
      version,
      instanceName: instance,
      ...(labId !== undefined && { labId }),
      check: { path: '/readyz', intervalMs: 1_000, timeoutMs: 500 }
    }
  })
}

/** For a process that no caller looks for. */
export const absentRegistrar: Registrar = {
  register: () => Promise.resolve(),
  drain: () => Promise.resolve(),
  deregister: () => Promise.resolve(),
  close: () => Promise.resolve()
}
