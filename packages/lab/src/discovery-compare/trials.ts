import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EndpointSet, Watched } from '@microzon/shared/discovery'
import { startCallers, type Callers, type Count } from './callers.ts'
import type { Mechanism } from './mechanism.ts'
import { untilReady, type Stage } from './stage.ts'
import { until } from './until.ts'

/** What happened after one event. */
export type Trial = {
  readonly event: string
  /** Until the set told of it; nothing when it never did. */
  readonly noticedMs: number | undefined
  readonly bare: Count
  readonly ours: Count
  /** The fewest that were believed to be ready. */
  readonly readyLeast: number
}

export type Effort = {
  readonly rate: number
  /** How long a death or a hang may stay unnoticed. */
  readonly noticeMsMax: number
  readonly awayMs: number
}

export const events = [
  'new',
  'drained',
  'killed',
  'hung',
  'source away',
  'source back, empty'
] as const

const count = 3
/** What fails because of an event fails soon after it was noticed, or not at all. */
const afterMs = 1_500
const settleMsMax = 60_000

/** Lets everything happen once, in turn, with callers all the while. Starts and ends with three instances. */
export async function runTrials(
  mechanism: Mechanism,
  stage: Stage,
  { effort, signal }: { readonly effort: Effort; readonly signal: AbortSignal }
): Promise<readonly Trial[]> {
  const resolver = mechanism.createResolver(stage)
  try {
    const watched = resolver.watch(stage.service)
    await settled(watched, signal)
    const callers = startCallers(stage, resolver, effort.rate)
    try {
      return await passEvents({ mechanism, stage, effort, signal, watched, callers })
    } finally {
      await callers.close()
    }
  } finally {
    await resolver.close()
  }
}

async function passEvents(scene: Scene): Promise<readonly Trial[]> {
  await pass(afterMs, scene)
  return [
    await newInstance(scene),
    await drainedInstance(scene),
    await lostInstance(scene, 'killed'),
    await lostInstance(scene, 'hung'),
    await sourceAway(scene),
    await sourceBack(scene)
  ]
}

type Scene = {
  readonly mechanism: Mechanism
  readonly stage: Stage
  readonly effort: Effort
  /** Ends everything. */
  readonly signal: AbortSignal
  readonly watched: Watched
  readonly callers: Callers
}

async function newInstance(scene: Scene): Promise<Trial> {
  const { stage, watched, callers } = scene
  const { supervisor, service } = stage
  const observed = observe(callers, watched)
  await supervisor.scale(service, count + 1)
  const portOf = (): number | undefined =>
    supervisor.views().find(({ id }) => id === `${service}-${count + 1}`)?.port
  // From the moment at which it could be called.
  await until(() => accepts(portOf()), { msMax: settleMsMax, signal: scene.signal })
  const isReady = (): boolean => stateAt(watched.current(), portOf()) === 'ready'
  const noticedMs = await notice(isReady, scene)
  await pass(afterMs, scene)
  return { event: 'new', noticedMs, ...observed() }
}

async function drainedInstance(scene: Scene): Promise<Trial> {
  const { stage, watched, callers } = scene
  const { supervisor, service } = stage
  const observed = observe(callers, watched)
  const port = portOfInstance(stage, count + 1)
  const drained = supervisor.scale(service, count)
  const noticedMs = await notice(() => stateAt(watched.current(), port) !== 'ready', scene)
  await drained
  await pass(afterMs, scene)
  return { event: 'drained', noticedMs, ...observed() }
}

async function lostInstance(scene: Scene, event: 'killed' | 'hung'): Promise<Trial> {
  const { stage, watched, callers, signal } = scene
  const { supervisor, service } = stage
  const observed = observe(callers, watched)
  const instance = supervisor.instance(`${service}-${count}`)
  const port = portOfInstance(stage, count)
  instance.kill(event === 'killed' ? 'SIGKILL' : 'SIGSTOP')
  const noticedMs = await notice(() => stateAt(watched.current(), port) !== 'ready', scene)
  await pass(afterMs, scene)
  const seen = observed()
  if (event === 'hung') instance.kill('SIGCONT')
  else await instance.start()
  await untilReady(stage, { count, signal })
  await settled(watched, signal)
  // What still waits for its answer is not of the next event.
  await pass(afterMs, scene)
  return { event, noticedMs, ...seen }
}

async function sourceAway(scene: Scene): Promise<Trial> {
  const { mechanism, stage, watched, callers, effort } = scene
  const observed = observe(callers, watched)
  await mechanism.takeAway(stage)
  const noticedMs = await notice(() => watched.current().source !== 'live', scene)
  await pass(effort.awayMs, scene)
  return { event: 'source away', noticedMs, ...observed() }
}

/** Noticed is here that all are there again, and believed. */
async function sourceBack(scene: Scene): Promise<Trial> {
  const { mechanism, stage, watched, callers, signal } = scene
  const observed = observe(callers, watched)
  await mechanism.bringBackEmpty(stage)
  const noticedMs = await settling(watched, signal)
  await pass(afterMs, scene)
  return { event: 'source back, empty', noticedMs, ...observed() }
}

/** Begins to count; the answer ends it with what was seen. */
function observe(
  callers: Callers,
  watched: Watched
): () => Pick<Trial, 'bare' | 'ours' | 'readyLeast'> {
  callers.take()
  let readyLeast = readyIn(watched.current())
  const stop = watched.onChange(set => void (readyLeast = Math.min(readyLeast, readyIn(set))))
  return () => {
    stop()
    return { ...callers.take(), readyLeast }
  }
}

function pass(ms: number, { signal }: Scene): Promise<void> {
  return sleep(ms, undefined, { signal })
}

function notice(isSeen: () => boolean, { effort, signal }: Scene): Promise<number | undefined> {
  return until(isSeen, { msMax: effort.noticeMsMax, signal })
}

async function settled(watched: Watched, signal: AbortSignal): Promise<void> {
  if ((await settling(watched, signal)) === undefined) {
    throw new Error(`${count} instances were not found within ${settleMsMax / 1_000} s`)
  }
}

/** Milliseconds until all are there, and believed; nothing when that takes too long. */
function settling(watched: Watched, signal: AbortSignal): Promise<number | undefined> {
  const isSettled = (): boolean => {
    const set = watched.current()
    return set.source === 'live' && readyIn(set) === count
  }
  return until(isSettled, { msMax: settleMsMax, signal })
}

function readyIn({ endpoints }: EndpointSet): number {
  return endpoints.filter(({ state }) => state === 'ready').length
}

function stateAt({ endpoints }: EndpointSet, port: number | undefined): string | undefined {
  return endpoints.find(endpoint => endpoint.port === port)?.state
}

function portOfInstance({ supervisor, service }: Stage, number: number): number {
  return supervisor.instance(`${service}-${number}`).view().port
}

function accepts(port: number | undefined): Promise<boolean> {
  if (port === undefined || port === 0) return Promise.resolve(false)
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const end = (isOpen: boolean) => (): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', end(true))
    socket.once('error', end(false))
  })
}
