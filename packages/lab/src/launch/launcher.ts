import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { DiscoveryMechanism } from '@microzon/shared/config'
import { noteControl, type ControlNote } from '../control/note.ts'
import { createControl } from '../control/server.ts'
import { awaitReady } from '../runtime/await-ready.ts'
import { findOwnBacking, withoutOwn, type OwnBacking } from '../runtime/backing.ts'
import { defaultBackOff, type BackOff } from '../runtime/back-off.ts'
import { openDataFolder, refuseFullDisk, type DataFolder } from '../runtime/data-folder.ts'
import type { Environment, LabPlace } from '../runtime/environment.ts'
import { Failure } from '../runtime/failure.ts'
import { createLogFolder, type LogFolder } from '../runtime/log-folder.ts'
import { prepareOwnStores, readOwnStores } from '../runtime/own-stores.ts'
import { createPorts, fixedPorts, instancePorts, type Ports } from '../runtime/ports.ts'
import { createProcessNotes, killLeftovers, noteLab } from '../runtime/process-notes.ts'
import type { Program } from '../runtime/programs.ts'
import { loadSecrets } from '../runtime/secrets.ts'
import { createSupervisor, type Supervisor } from '../runtime/supervisor.ts'
import { watchFiles } from '../runtime/watch-files.ts'
import { awaitShop } from './await-shop.ts'
import type { CompileOptions } from './compile-once.ts'
import { keepEndpoints } from './keep-endpoints.ts'
import { refusePort } from './refuse-port.ts'
import { seed } from './seed.ts'
import { summaryOf, type Summary } from './summary.ts'

export type LaunchOptions = {
  /** The checkout. */
  readonly root: string
  /** The lab's folder. */
  readonly home: string
  readonly programs: readonly Program[]
  readonly env: Environment
  /** Of the shop; 0 takes any. */
  readonly port: number
  /** How many of each service, one where nothing is said. */
  readonly instances: Readonly<Record<string, number>>
  readonly inspect: Readonly<Record<string, number | undefined>>
  readonly rateLimit: number
  /** Where services look for each other. */
  readonly discovery: DiscoveryMechanism
  /** Of services that look in another way than most. */
  readonly discoveryOf?: Readonly<Record<string, DiscoveryMechanism>>
  readonly fresh: boolean
  readonly watch: boolean
  readonly backOff?: BackOff
  /** Until every process must be ready. */
  readonly timeoutMs?: number
  /** Runs before the first process starts. */
  readonly prepare?: (options: CompileOptions) => Promise<void>
  /** What it does at the moment, in a few words. */
  readonly onProgress: (text: string) => void
  /** It was told to stop by a verb, and has. */
  readonly onDown: () => void
}

export type Launcher = {
  /** Resolves when the shop answers. Throws a `Failure`; `stop` cleans up. */
  start(): Promise<Summary>
  /** Ends every process and gives the folder back; at any time, any number of times. */
  stop(): Promise<void>
}

const readyMsMax = 90_000
const limitEveryMs = 2_000
const namesMax = 4

/** The lab as a whole: it owns the folder, the processes and the control API. */
export function createLauncher(options: LaunchOptions): Launcher {
  const undo = createUndo()
  return {
    start: () => {
      const onDown = (): void => void undo.all().then(options.onDown)
      return Promise.race([start(options, undo, onDown), rejectOnAbort(undo.signal)])
    },
    stop: undo.all
  }
}

/** What is to be undone, the last one first. What comes after that is undone at once. */
type Undo = {
  readonly signal: AbortSignal
  add(step: () => Promise<void> | void): Promise<void>
  all(): Promise<void>
}

function createUndo(): Undo {
  const steps: (() => Promise<void> | void)[] = []
  const stopping = new AbortController()
  let done: Promise<void> | undefined
  const undoAll = async (): Promise<void> => {
    stopping.abort()
    for (const step of steps.toReversed()) await step()
  }
  return {
    signal: stopping.signal,
    async add(step) {
      if (stopping.signal.aborted) await step()
      else steps.push(step)
      stopping.signal.throwIfAborted()
    },
    all: () => (done ??= undoAll())
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Failure('The lab was stopped.')))
  })
}

async function start(options: LaunchOptions, undo: Undo, onDown: () => void): Promise<Summary> {
  const { root, home, env, fresh, onProgress } = options
  const { signal } = undo
  const startedAt = Date.now()
  const folder = openDataFolder(home, { fresh })
  await undo.add(() => folder.release())
  refuseFullDisk(home)
  await killLeftovers(home)
  const own = await findOwnBacking(env)
  const ports = createPorts(home, fixedPorts)
  const place = await findPlace({ options, folder, ports, own })
  const { stores, secrets } = place
  await prepareOwnStores(options.programs, { stores, labId: secrets.labId })
  const logs = createLogFolder(folder.logs)
  const supervisor = createSupervisor({
    ...options,
    programs: withoutOwn(options.programs, own),
    place,
    ports: createPorts(`${home} ${startedAt}`, instancePorts),
    logs,
    inherited: env,
    backOff: options.backOff ?? defaultBackOff,
    clock: Date.now
  })
  await undo.add(noteLab(root))
  await undo.add(keepHouse(supervisor, { home, logs }))
  await undo.add(keepEndpoints(place.endpointsFile, supervisor))
  await undo.add(await openControl({ home, supervisor, place, own, ports, onDown }))
  await options.prepare?.({ root, signal, onProgress })
  signal.throwIfAborted()
  const unfinished = new Set<string>()
  const stopTelling = tellMissing(supervisor, { onProgress, signal, unfinished })
  await startAll(supervisor, options)
  await Promise.all([
    awaitReady(supervisor, { logs, signal, timeoutMs: options.timeoutMs ?? readyMsMax }),
    seed({ root, place, supervisor, logs, onProgress, signal, unfinished })
  ])
  stopTelling()
  // A part of a shop, as an experiment may start it, has no page.
  if (options.programs.some(({ kind }) => kind === 'edge')) {
    onProgress('everything is ready, waiting for the first page')
    await awaitShop(place.shopPort, { logs, signal })
  }
  if (options.watch) await undo.add(watchFiles(root, supervisor))
  return summaryOf({ place, views: supervisor.views(), home, tookMs: Date.now() - startedAt })
}

async function startAll(supervisor: Supervisor, { instances }: LaunchOptions): Promise<void> {
  for (const service of Object.keys(instances)) supervisor.program(service)
  const counts = supervisor.programs.map(
    ({ service, isOnDemand = false }) =>
      [service, instances[service] ?? (isOnDemand ? 0 : 1)] as const
  )
  await Promise.all(counts.map(([service, count]) => supervisor.scale(service, count)))
}

/** Tells what is still missing, whenever something changes. The answer ends it. */
function tellMissing(
  supervisor: Supervisor,
  {
    onProgress,
    signal,
    unfinished
  }: Pick<LaunchOptions, 'onProgress'> & {
    readonly signal: AbortSignal
    readonly unfinished: ReadonlySet<string>
  }
): () => void {
  return supervisor.onChange(() => {
    const views = supervisor.views()
    const late = views.filter(({ state }) => state !== 'ready').map(({ id }) => id)
    const missing = [...late, ...unfinished]
    if (missing.length === 0 || signal.aborted) return
    const some = missing.length > namesMax ? [...missing.slice(0, namesMax), '...'] : missing
    const ready = views.length - late.length
    onProgress(`${ready} of ${views.length} ready, waiting for ${some.join(', ')}`)
  })
}

/** Keeps notes and logs in order while the processes live. The answer ends the processes. */
function keepHouse(
  supervisor: Supervisor,
  { home, logs }: { readonly home: string; readonly logs: LogFolder }
): () => Promise<void> {
  const noteProcesses = createProcessNotes(home)
  const forget = supervisor.onChange(() =>
    noteProcesses(supervisor.views().flatMap(({ pid }) => pid ?? []))
  )
  const limiting = setInterval(() => logs.limit(), limitEveryMs)
  logs.limit()
  return async () => {
    clearInterval(limiting)
    await supervisor.endAll()
    forget()
    await killLeftovers(home)
  }
}

async function openControl(options: {
  readonly home: string
  readonly supervisor: Supervisor
  readonly place: LabPlace
  readonly own: OwnBacking
  readonly ports: Ports
  readonly onDown: () => void
}): Promise<() => Promise<void>> {
  const { home, place, ports } = options
  const { shop, tracesUrl, logsUrl, controlToken: token } = place
  const control = await createControl({ ...options, token, port: await ports.take() })
  const note: ControlNote = { pid: process.pid, url: control.url, token, shop, tracesUrl, logsUrl }
  const forget = noteControl(home, note)
  return async () => {
    forget()
    await control.close()
  }
}

async function findPlace({
  options,
  folder,
  ports,
  own
}: {
  readonly options: LaunchOptions
  readonly folder: DataFolder
  readonly ports: Ports
  readonly own: OwnBacking
}): Promise<LabPlace> {
  const shopPort = options.port === 0 ? await ports.take() : options.port
  await refusePort(shopPort, { option: '--port N' })
  for (const [id, port] of Object.entries(options.inspect)) {
    const use = `, for the debugger of ${id},`
    if (port !== undefined) await refusePort(port, { use, option: `--inspect ${id}=N` })
  }
  const [registry, telemetry, provider, dns] = [
    await ports.take(),
    await ports.take(),
    await ports.take(),
    await ports.take()
  ]
  return {
    root: options.root,
    data: folder.data,
    secrets: loadSecrets(folder.secrets),
    shop: `http://localhost:${shopPort}`,
    shopPort,
    registryUrl: own.consulUrl ?? `http://127.0.0.1:${registry}`,
    registryDns: registryDnsOf(own, options.env, dns),
    discovery: options.discovery,
    discoveryOf: options.discoveryOf ?? {},
    endpointsFile: join(folder.data, 'discovery', 'endpoints.json'),
    tracesUrl: own.zipkinUrl ?? `http://127.0.0.1:${telemetry}`,
    logsUrl: `http://127.0.0.1:${telemetry}/logs`,
    providerUrl: `http://127.0.0.1:${provider}`,
    controlToken: randomBytes(24).toString('base64url'),
    stores: readOwnStores(options.env),
    rateLimit: options.rateLimit
  }
}

/** Of a Consul of the user's: as he says, else at Consul's usual port. */
function registryDnsOf({ consulUrl }: OwnBacking, env: Environment, port: number): string {
  if (consulUrl === undefined) return `127.0.0.1:${port}`
  return env['CONSUL_DNS'] || `${new URL(consulUrl).hostname}:8600`
}
