import type { OwnBacking } from '../runtime/backing.ts'
import { withoutPassword } from '../runtime/own-stores.ts'
import type { LabPlace } from '../runtime/environment.ts'
import type { ExternalView } from '../runtime/external.ts'
import type { InstanceView } from '../runtime/instance.ts'
import type { RegistryEntry } from '../runtime/registry-view.ts'
import type { Supervisor } from '../runtime/supervisor.ts'

export type InstanceState = 'ready' | 'starting' | 'draining' | 'failing' | 'stopped' | 'gone'

/** The lab at one moment. Times are epoch milliseconds. */
export type Status = {
  readonly shop: string
  readonly launcher: { readonly pid: number }
  readonly instances: readonly InstanceStatus[]
  readonly backing: readonly BackingStatus[]
}

export type InstanceStatus = {
  readonly service: string
  readonly id: string
  /** null when it has none, or when it is none of ours. */
  readonly pid: number | null
  readonly host: string
  readonly port: number
  readonly version: string
  readonly state: InstanceState
  readonly startedAt: number | null
  readonly restarts: number
  /** What is wrong between it and its callers, in a few words, while something is. */
  readonly fault?: string
}

export type BackingStatus = {
  readonly name: string
  /** `embedded` and `simulator`: a process of the lab; `own`: the user brought it. */
  readonly kind: 'embedded' | 'simulator' | 'own'
  readonly url: string
  readonly pid?: number
}

/** What the table shows besides: the processes behind the backing services. */
export type FullStatus = Status & { readonly processes: readonly InstanceStatus[] }

export type StatusParts = {
  readonly place: LabPlace
  readonly own: OwnBacking
  readonly programs: Supervisor['programs']
  readonly views: readonly InstanceView[]
  readonly externals: readonly ExternalView[]
  /** Nothing when the registry does not answer. */
  readonly entries: readonly RegistryEntry[] | undefined
  readonly now: number
}

/** For so long after its start a process may be unknown to the registry. */
const registerMsMax = 5_000

/**
 * Joins what the supervisor knows of processes with what the registry says of instances. A process
 * that nobody of ours started and that carries this lab's id is shown too.
 */
export function joinStatus(parts: StatusParts): FullStatus {
  const { place, views, externals, entries, now } = parts
  const isBacking = (service: string): boolean =>
    parts.programs.some(each => each.service === service && each.kind === 'backing')
  const members = views.filter(view => !isBacking(view.service))
  const own = members.map(view => statusOf(view, stateOf(view, entries, now)))
  const others = externals.map(external => externalStatus(external, entries))
  const ports = new Set([...own, ...others].map(({ service, port }) => `${service}:${port}`))
  const ids = new Set(own.map(({ id }) => id))
  const strangers = (entries ?? [])
    .filter(({ service, port, state }) => state !== 'failing' && !ports.has(`${service}:${port}`))
    // For some seconds the registry holds the entry of a process that died; there is another one by now.
    .filter(({ instance }) => instance === undefined || !ids.has(instance))
    .map(strangerStatus)
  return {
    shop: place.shop,
    launcher: { pid: process.pid },
    instances: [...own, ...others, ...strangers],
    backing: backingOf(parts),
    processes: views
      .filter(view => isBacking(view.service))
      .map(view => statusOf(view, processState(view)))
  }
}

function stateOf(
  view: InstanceView,
  entries: readonly RegistryEntry[] | undefined,
  now: number
): InstanceState {
  const state = processState(view)
  if (state !== 'ready' || entries === undefined) return state
  const entry = entries.find(each => each.service === view.service && each.port === view.port)
  if (entry !== undefined) return entry.state
  return now - (view.startedAt ?? now) < registerMsMax ? 'starting' : 'failing'
}

function processState({ state }: InstanceView): InstanceState {
  switch (state) {
    case 'starting':
    case 'ready':
    case 'draining':
    case 'stopped':
      return state
    case 'waiting':
      return 'failing'
    case 'killed':
      return 'gone'
    default:
      return state satisfies never
  }
}

function statusOf(view: InstanceView, state: InstanceState): InstanceStatus {
  const { service, id, pid, host, port, version, startedAt, restarts } = view
  const process = { pid: pid ?? null, host, port, version }
  return { service, id, ...process, state, startedAt: startedAt ?? null, restarts }
}

function externalStatus(
  { service, id, port, since }: ExternalView,
  entries: readonly RegistryEntry[] | undefined
): InstanceStatus {
  const entry = entries?.find(each => each.service === service && each.port === port)
  const state = entry?.state ?? 'gone'
  const version = entry?.version ?? ''
  const process = { pid: null, host: '127.0.0.1', port, version }
  return { service, id, ...process, state, startedAt: since, restarts: 0 }
}

function strangerStatus(entry: RegistryEntry): InstanceStatus {
  const { service, id, instance, address, port, version, state } = entry
  const process = { pid: null, host: address, port, version }
  return { service, id: instance ?? id, ...process, state, startedAt: null, restarts: 0 }
}

function backingOf({ place, own, views }: StatusParts): readonly BackingStatus[] {
  const pidOf = (service: string): { pid?: number } => {
    const pid = views.find(view => view.service === service)?.pid
    return pid === undefined ? {} : { pid }
  }
  const { registryUrl, tracesUrl, logsUrl, providerUrl, stores } = place
  const ownStores = [
    { name: 'mysql', url: stores.mysqlUrl },
    { name: 'mongo', url: stores.mongoUrl }
  ].flatMap(({ name, url }) =>
    url === undefined ? [] : [{ name, kind: 'own' as const, url: withoutPassword(url) }]
  )
  return [
    own.consulUrl === undefined
      ? { name: 'registry', kind: 'embedded', url: registryUrl, ...pidOf('registry') }
      : { name: 'registry', kind: 'own', url: registryUrl },
    own.zipkinUrl === undefined
      ? { name: 'traces', kind: 'embedded', url: tracesUrl, ...pidOf('telemetry') }
      : { name: 'traces', kind: 'own', url: tracesUrl },
    { name: 'logs', kind: 'embedded', url: logsUrl, ...pidOf('telemetry') },
    { name: 'provider', kind: 'simulator', url: providerUrl, ...pidOf('provider') },
    ...ownStores
  ]
}
