import process from 'node:process'
import type { ServiceConfig } from '../config/index.ts'
import { reachableAddress } from './reachable-address.ts'
import { createConsulRegistrar, type Registrar } from '../discovery/index.ts'
import type { Logger } from '../telemetry/index.ts'

/**
 * Unique for every start of a process, since a mark of maintenance outlives the process that it was
 * meant for.
 */
export function createStartId(instance: string): string {
  return `${instance}-${process.pid.toString(36)}-${Date.now().toString(36)}`
}

/** Registers this start of a process under the port that it listens on. */
export function createServiceRegistrar(
  config: ServiceConfig,
  options: { readonly startId: string; readonly port: number; readonly logger: Logger }
): Registrar {
  const { name, version, labId, instance } = config
  const { startId, port, logger } = options
  return createConsulRegistrar({
    consulUrl: config.consulUrl,
    consulToken: config.consulToken,
    onEvent(event) {
      if (event.kind === 'failed') logger.warn({ reason: event.reason }, 'not registered')
      else logger.info(event.kind)
    },
    registration: {
      id: startId,
      service: name,
      address: reachableAddress(config),
      port: config.advertisePort ?? port,
      version,
      instanceName: instance,
      ...(labId !== undefined && { labId }),
      // By its id, since somebody else may get the address of a process that was killed.
      check: { path: `/readyz?of=${startId}`, intervalMs: 1_000, timeoutMs: 500 }
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
