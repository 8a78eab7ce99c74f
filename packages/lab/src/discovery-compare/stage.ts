import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../cli/home.ts'
import { endpointsText, keepEndpoints, writeWhole } from '../launch/keep-endpoints.ts'
import { defaultBackOff } from '../runtime/back-off.ts'
import type { LabPlace } from '../runtime/environment.ts'
import { createLogFolder } from '../runtime/log-folder.ts'
import { createPorts, instancePorts } from '../runtime/ports.ts'
import type { Program } from '../runtime/programs.ts'
import { openConsul, openLabRegistry, type RegistryProcess } from '../runtime/registry-process.ts'
import { loadSecrets } from '../runtime/secrets.ts'
import { createSupervisor, type Supervisor } from '../runtime/supervisor.ts'
import { createTempFolder } from '../runtime/temp-folder.ts'
import { until } from './until.ts'

/** A service with its instances and a registry, in a folder of their own. */
export type Stage = {
  readonly service: string
  readonly labId: string
  readonly place: LabPlace
  readonly registry: RegistryProcess
  readonly supervisor: Supervisor
  /** Who writes the file of endpoints. */
  readonly endpoints: { start(): void; stop(): void; writeEmpty(): void }
  close(): Promise<void>
}

export type RegistryName = 'embedded' | 'consul'

const readyMsMax = 60_000
/** A real service that calls nobody; its store is empty. */
const program: Program = {
  service: 'product',
  entry: 'services/product/src/main.ts',
  kind: 'service',
  instancesMax: 10,
  needs: ['registry', 'tokens', 'database']
}

/**
 * Starts a registry and so many instances, and resolves when all of them are ready. Nothing is left
 * when it fails or is aborted.
 */
export async function openStage(
  registryName: RegistryName,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal }
): Promise<Stage> {
  signal.throwIfAborted()
  const temporary = createTempFolder('microzon-discovery-')
  const folder = temporary.path
  const open = registryName === 'consul' ? openConsul : openLabRegistry
  const registry = await open().catch((error: unknown) => {
    temporary.remove()
    throw error
  })
  const place = placeIn(folder, registry)
  const supervisor = createSupervisor({
    programs: [program],
    place,
    ports: createPorts(folder, instancePorts),
    logs: createLogFolder(join(folder, 'logs')),
    inherited: { ...process.env, LOG_LEVEL: 'warn' },
    inspect: {},
    backOff: defaultBackOff,
    clock: Date.now
  })
  const endpoints = createWriter(place.endpointsFile, supervisor)
  const stage: Stage = {
    service: program.service,
    labId: place.secrets.labId,
    place,
    registry,
    supervisor,
    endpoints,
    async close() {
      endpoints.stop()
      await supervisor.endAll()
      await registry.dispose()
      temporary.remove()
    }
  }
  try {
    signal.throwIfAborted()
    endpoints.start()
    await supervisor.scale(program.service, count)
    await untilReady(stage, { count, signal })
    return stage
  } catch (error) {
    await stage.close()
    throw error
  }
}

/** Resolves when so many processes have said that they are ready. */
export async function untilReady(
  { supervisor }: Stage,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal }
): Promise<void> {
  const isDone = (): boolean =>
    supervisor.views().filter(({ state }) => state === 'ready').length >= count
  if ((await until(isDone, { msMax: readyMsMax, signal })) === undefined) {
    throw new Error(`${count} instances were not ready within ${readyMsMax / 1_000} s`)
  }
}

function createWriter(path: string, supervisor: Supervisor): Stage['endpoints'] {
  let stop: (() => void) | undefined
  return {
    start: () => void (stop ??= keepEndpoints(path, supervisor)),
    stop() {
      stop?.()
      stop = undefined
    },
    writeEmpty: () => writeWhole(path, endpointsText([program.service], []))
  }
}

function placeIn(folder: string, registry: RegistryProcess): LabPlace {
  for (const name of ['data', 'logs', 'secrets']) mkdirSync(join(folder, name))
  const nowhere = 'http://127.0.0.1:9'
  return {
    root,
    data: join(folder, 'data'),
    secrets: loadSecrets(join(folder, 'secrets')),
    shop: nowhere,
    shopPort: 0,
    registryUrl: registry.url,
    registryDns: `${registry.dns.host}:${registry.dns.port}`,
    discovery: 'consul',
    endpointsFile: join(folder, 'data', 'discovery', 'endpoints.json'),
    tracesUrl: nowhere,
    logsUrl: nowhere,
    providerUrl: nowhere,
    controlToken: '',
    stores: { mysqlUrl: undefined, mongoUrl: undefined },
    rateLimit: 1
  }
}
