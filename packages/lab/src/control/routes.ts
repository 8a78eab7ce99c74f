import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnBacking } from '../runtime/backing.ts'
import { ownSettings, type LabPlace } from '../runtime/environment.ts'
import { createExternals, type Externals } from '../runtime/external.ts'
import { Failure } from '../runtime/failure.ts'
import type { Instance } from '../runtime/instance.ts'
import type { Ports } from '../runtime/ports.ts'
import { readRegistry, type RegistryEntry } from '../runtime/registry-view.ts'
import type { Program } from '../runtime/programs.ts'
import type { Supervisor } from '../runtime/supervisor.ts'
import { fieldsOf, numberIn, signalIn, textIn } from './fields.ts'
import { createFaultRoutes } from './fault-routes.ts'
import { createFaults, type Faults } from './faults.ts'
import { joinStatus, type FullStatus } from './status.ts'

export type ControlParts = {
  readonly home: string
  readonly supervisor: Supervisor
  readonly place: LabPlace
  readonly own: OwnBacking
  readonly ports: Ports
  /** Stops the lab; must not wait for the answer. */
  readonly onDown: () => void
}

export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Answers what is sent back; throws a `Failure` for a mistake of the user. */
  readonly handle: (body: unknown) => unknown
  readonly close?: () => void
}

const reconcileEveryMs = 1_000

export function createRoutes(parts: ControlParts): readonly Route[] {
  const { supervisor, onDown } = parts
  const externals = createLabExternals(parts)
  const faults = createFaults(parts)
  const reconciling = setInterval(() => void externals.reconcile(), reconcileEveryMs)
  reconciling.unref()
  return [
    {
      method: 'GET',
      path: '/status',
      handle: () => readStatus(parts, externals, faults),
      close: () => clearInterval(reconciling)
    },
    {
      method: 'POST',
      path: '/scale',
      handle: body => {
        const { service, count } = fieldsOf(body)
        return supervisor.scale(textIn(service), numberIn(count, 0, 1_000))
      }
    },
    {
      method: 'POST',
      path: '/stop',
      handle: body => runningInstance(supervisor, fieldsOf(body)['instance']).stop()
    },
    {
      method: 'POST',
      path: '/kill',
      handle: body => {
        const { instance, signal } = fieldsOf(body)
        runningInstance(supervisor, instance).kill(signalIn(signal))
      }
    },
    ...createFaultRoutes(faults),
    { method: 'POST', path: '/external', handle: body => addExternal(parts, externals, body) },
    {
      method: 'POST',
      path: '/external/remove',
      handle: async body => {
        const { service, port } = fieldsOf(body)
        return { removed: await externals.remove(textIn(service), numberIn(port, 1, 65_535)) }
      }
    },
    { method: 'POST', path: '/down', handle: () => void setImmediate(onDown) }
  ]
}

/** Also one that has died and is about to be started again, but none that a verb has ended. */
function runningInstance(supervisor: Supervisor, id: unknown): Instance {
  const instance = supervisor.instance(textIn(id))
  const { id: name, state, service } = instance.view()
  if (state !== 'stopped' && state !== 'killed') return instance
  throw new Failure(`${name} does not run: "scale ${service} N" brings it back.`)
}

function createLabExternals({ place }: ControlParts): Externals {
  return createExternals({
    registryUrl: place.registryUrl,
    labId: place.secrets.labId,
    version: '0.1.0',
    read: service => read(place, [service]),
    clock: Date.now
  })
}

function read(
  place: LabPlace,
  services: readonly string[]
): Promise<readonly RegistryEntry[] | undefined> {
  return readRegistry(place.registryUrl, { labId: place.secrets.labId, services })
}

async function readStatus(
  parts: ControlParts,
  externals: Externals,
  faults: Faults
): Promise<FullStatus> {
  const { supervisor, place } = parts
  const { programs } = supervisor
  const services = programs.filter(({ kind }) => kind !== 'backing').map(each => each.service)
  const entries = await read(place, services)
  const status = joinStatus({
    ...parts,
    programs,
    views: supervisor.views(),
    externals: externals.views(),
    entries: entries?.map(faults.seenThrough),
    now: Date.now()
  })
  return { ...status, instances: status.instances.map(each => faults.told(each, entries)) }
}

/** Also writes the settings that make a process part of this lab, for whoever starts the service itself. */
function addExternal(parts: ControlParts, externals: Externals, body: unknown): unknown {
  const { supervisor, place, home } = parts
  const fields = fieldsOf(body)
  const program = supervisor.program(textIn(fields['service']))
  const port = numberIn(fields['port'], 1, 65_535)
  if (program.kind !== 'service') {
    throw new Failure(`${program.service} has one fixed address: no process can be added to it.`)
  }
  const taken = supervisor.views().find(view => view.port === port && view.pid !== undefined)
  if (taken !== undefined)
    throw new Failure(`${taken.id}, which the lab runs itself, has port ${port}.`)
  const { id } = externals.add(program.service, port)
  return { id, entry: program.entry, settings: writeSettings({ home, place, program, id, port }) }
}

function writeSettings(options: {
  readonly home: string
  readonly place: LabPlace
  readonly program: Program
  readonly id: string
  readonly port: number
}): string {
  const { home, place, program, id, port } = options
  const folder = join(home, 'env')
  const file = join(folder, `${id}.env`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const settings = ownSettings(program, { id, port, version: '0.1.0' }, place)
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}
