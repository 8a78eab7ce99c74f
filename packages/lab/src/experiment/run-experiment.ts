import { setTimeout as sleep } from 'node:timers/promises'
import type { Load } from '../caller/load.ts'
import { carryOut, type Acting } from './act.ts'
import { startLoad, type AttemptsLine, type RunningLoad } from './caller-client.ts'
import { failedBefore } from './failed-before.ts'
import { figuresOf } from './figures.ts'
import { judge } from './judge.ts'
import type { Mechanism } from './mechanisms.ts'
import type { Experiment, Phase, Step } from './model.ts'
import { pictureOf } from './picture.ts'
import type { Recording } from './recording.ts'
import { startSystem, type System, type Target } from './system.ts'
import type { Verdict } from './verdict.ts'

export type RunOptions = {
  readonly target: Target
  readonly without: Mechanism | undefined
  readonly isQuick: boolean
  /** Of the load that the experiment names, in percent. */
  readonly loadPercent: number
  readonly onProgress: (text: string) => void
  /** Ends everything. */
  readonly signal: AbortSignal
}

/** For the start, and for what a phase takes longer than it should. */
const spareMs = { lab: 150_000, compose: 600_000 } as const

/** Brings up a system, does to it what the experiment says, and judges. Leaves nothing behind. */
export async function runExperiment(experiment: Experiment, options: RunOptions): Promise<Verdict> {
  const startedAt = Date.now()
  const { without, isQuick } = options
  const base = { name: experiment.name, without: without ?? null }
  const plannedMs =
    sum(Object.values(experiment.seconds).map(each => secondsOf(each, isQuick))) * 1_000
  const signal = AbortSignal.any([
    options.signal,
    AbortSignal.timeout(plannedMs + spareMs[options.target])
  ])
  const seconds = (): number => (Date.now() - startedAt) / 1_000
  try {
    const { load, note } = loadOf(experiment, options.loadPercent)
    const recording = await record({ ...experiment, load }, { ...options, signal })
    const trouble = failedBefore(experiment, recording)
    if (trouble.length > 0) {
      const how = [...new Set(trouble)].join(', ')
      const reason = `${trouble.length} requests failed before anything was done (${how}): \
the machine is too small or too busy for ${load.perSecond} requests a second (--load N sends fewer)`
      return { kind: 'disturbed', ...base, holds: false, seconds: seconds(), reason }
    }
    const limits = judge({ ...experiment, load }, recording)
    const holds = limits.every(each => each.holds)
    const told = { figures: figuresOf(recording), picture: pictureOf(recording), note }
    const { perSecond } = load
    return { kind: 'judged', ...base, holds, seconds: seconds(), perSecond, limits, ...told }
  } catch (error) {
    if (options.signal.aborted) throw error
    const reason = signal.aborted ? 'it did not end in time' : (error as Error).message
    return { kind: 'broken', ...base, holds: false, seconds: seconds(), reason }
  }
}

/** What can be judged on the store that is used. */
function loadOf(
  { load, note, onSqlite, isLoadFixed = false }: Experiment,
  loadPercent: number
): { readonly load: Load; readonly note: string | null } {
  const told = process.env['MYSQL_URL'] ? undefined : onSqlite
  const chosen = told?.load ?? load
  const percent = isLoadFixed ? 100 : loadPercent
  const perSecond = Math.max(1, Math.round((chosen.perSecond * percent) / 100))
  const scaled =
    percent === 100
      ? undefined
      : `Sent were ${perSecond} requests a second, ${percent} % of what it asks for.`
  const notes = [note, told?.why, scaled].filter(each => each !== undefined)
  return { load: { ...chosen, perSecond }, note: notes.length === 0 ? null : notes.join('\n') }
}

async function record(experiment: Experiment, options: RunOptions): Promise<Recording> {
  const { onProgress, signal, without } = options
  const system = await startSystem(options.target, { ...options, shape: experiment.shape })
  try {
    const names = watchNames(system)
    const load = startLoad(system.caller, {
      load: experiment.load,
      forgetsSets: without === 'last-known',
      shop: system.shop
    })
    onProgress('preparing the load')
    const startedAt = await load.started
    const moments = await passPhases(experiment, { ...options, system, startedAt })
    onProgress('waiting for the last answers')
    await load.end()
    signal.throwIfAborted()
    const registered = await countReady(system)
    return recordingOf(load, { names: await names.end(), moments, registered })
  } finally {
    onProgress('ending the system')
    await system.stop()
  }
}

async function passPhases(
  { seconds, steps, shape }: Experiment,
  options: RunOptions & { readonly system: System; readonly startedAt: number }
): Promise<Recording['moments']> {
  const { isQuick, onProgress, startedAt, signal } = options
  const moments = { calm: 0, fault: 0, after: 0, end: 0 }
  for (const phase of ['calm', 'fault', 'after'] as const) {
    moments[phase] = Date.now() - startedAt
    onProgress(`${phase}, ${secondsOf(seconds[phase], isQuick)} s`)
    const own = steps.filter(step => step.phase === phase)
    // A phase is over when its time is, and everything is done that belongs to it.
    await Promise.all([
      sleep(secondsOf(seconds[phase], isQuick) * 1_000, undefined, { signal }),
      ...own.map(step => take(step, { ...options, shape }))
    ])
  }
  moments.end = Date.now() - startedAt
  return moments
}

async function take({ afterSeconds = 0, act }: Step, acting: Acting): Promise<void> {
  await sleep(afterSeconds * 1_000, undefined, { signal: acting.signal })
  await carryOut(act, acting)
}

const namesEveryMs = 500

/** Names of instances by their ids in the registry, which forgets those that are gone. */
function watchNames(system: System): { end(): Promise<ReadonlyMap<string, string>> } {
  const names = new Map<string, string>()
  const look = async (): Promise<void> => {
    for (const { id, instance } of (await system.entries()) ?? []) names.set(id, instance ?? id)
  }
  const timer = setInterval(() => void look(), namesEveryMs)
  const first = look()
  return {
    async end() {
      clearInterval(timer)
      await first
      await look()
      return names
    }
  }
}

async function countReady(system: System): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { service, state } of (await system.entries()) ?? []) {
    if (state === 'ready') counts[service] = (counts[service] ?? 0) + 1
  }
  return counts
}

function recordingOf(
  { requests, attempts }: RunningLoad,
  known: Pick<Recording, 'moments' | 'registered'> & { readonly names: ReadonlyMap<string, string> }
): Recording {
  const { names, moments, registered } = known
  const named = ({ ms, byId }: AttemptsLine): Recording['attempts'][number] => {
    const byInstance: Record<string, number> = {}
    for (const [id, count] of Object.entries(byId)) {
      const name = names.get(id) ?? id
      byInstance[name] = (byInstance[name] ?? 0) + count
    }
    return { ms, byInstance }
  }
  return { requests, attempts: attempts.map(named), moments, registered }
}

function secondsOf([usual, quick]: Experiment['seconds'][Phase], isQuick: boolean): number {
  return isQuick ? quick : usual
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
