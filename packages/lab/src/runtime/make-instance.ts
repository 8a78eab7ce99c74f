import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { BackOff } from './back-off.ts'
import { startChild } from './child.ts'
import { environmentOf, type Environment, type LabPlace } from './environment.ts'
import { createInstance, type Instance } from './instance.ts'
import type { LogFolder } from './log-folder.ts'
import type { Ports } from './ports.ts'
import type { Program } from './programs.ts'

/** What all instances of a lab have in common. */
export type InstanceSetting = {
  readonly place: LabPlace
  readonly ports: Ports
  readonly logs: LogFolder
  readonly inherited: Environment
  /** The debugger's port by instance; nothing where any will do. */
  readonly inspect: Readonly<Record<string, number | undefined>>
  readonly backOff: BackOff
  readonly clock: () => number
}

/** An instance of a program, such as `cart-1`, that does not run yet. */
export async function makeInstance(
  { program, id, onChange }: { program: Program; id: string; onChange: () => void },
  { place, ports, logs, inherited, inspect, backOff, clock }: InstanceSetting
): Promise<Instance> {
  const debugPort = inspect[id] ?? (await ports.take())
  const version = versionOf(place.root, program)
  const open = id in inspect ? '--inspect' : '--inspect-port'
  return createInstance({
    id,
    service: program.service,
    version,
    host: '127.0.0.1',
    debugPort,
    backOff,
    clock,
    onChange,
    // Another port each time: at the old one the health check of a registration that a dead process
    // left behind would pass again, and the instance would be in the registry twice.
    choosePort: async () => fixedPort(program, place) ?? ports.take(),
    startChild(port) {
      const logDescriptor = logs.open(id)
      try {
        return startChild({
          entry: resolve(place.root, program.entry),
          nodeOptions: ['--max-semi-space-size=2', `${open}=127.0.0.1:${debugPort}`],
          cwd: place.root,
          env: environmentOf(program, { id, port, version }, { place, inherited }),
          logDescriptor
        })
      } finally {
        logs.close(logDescriptor)
      }
    }
  })
}

/** Others are told these addresses when they start, so they must not change. */
function fixedPort({ service }: Program, place: LabPlace): number | undefined {
  const urls: Readonly<Record<string, string>> = {
    registry: place.registryUrl,
    telemetry: place.logsUrl,
    provider: place.providerUrl
  }
  const url = urls[service]
  return url === undefined ? undefined : Number(new URL(url).port)
}

function versionOf(root: string, { entry }: Program): string {
  try {
    const file = join(dirname(dirname(resolve(root, entry))), 'package.json')
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown }
    return typeof version === 'string' ? version : '0.1.0'
  } catch {
    return '0.1.0'
  }
}
