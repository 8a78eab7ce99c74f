import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { CompareOptions } from './arguments.ts'
import type { Mechanism } from './mechanism.ts'
import type { Measured, System } from './report.ts'
import { openStage, type Stage } from './stage.ts'
import { runTrials, type Effort, type Trial } from './trials.ts'

/** Measures one mechanism on one kind of system; what fails is told and does not end the others. */
export async function measure(
  mechanism: Mechanism,
  system: System,
  options: CompareOptions & {
    readonly effort: Effort
    readonly signal: AbortSignal
    readonly tell: (text: string) => void
  }
): Promise<Measured> {
  const { effort, signal, tell } = options
  const trials: Trial[] = []
  let stage: Stage | undefined
  const work = async (): Promise<number | undefined> => {
    stage = await openStage(options.registry, { count: 3, signal })
    const memoryBytes = residentBytes(mechanism.pid(stage))
    for (let trial = 1; trial <= options.trials; trial++) {
      tell(`${mechanism.name}, ${system}, trial ${trial} of ${options.trials}`)
      trials.push(...(await runTrials(mechanism, stage, { effort, signal })))
    }
    return memoryBytes
  }
  const calm = system === 'loaded' ? loadProcessors() : () => undefined
  const working = work()
  try {
    const memoryBytes = await Promise.race([working, rejectOnAbort(signal)])
    return { mechanism, system, trials, memoryBytes }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { mechanism, system, trials, memoryBytes: undefined, reason }
  } finally {
    calm()
    // What an abort finds in the middle of its work ends by this, or has closed what it opened.
    await stage?.close()
    await working.catch(() => undefined)
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new Error('it was stopped, or took too long'))
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })
}

/** One busy process for each processor; the answer ends them. */
function loadProcessors(): () => void {
  const children = Array.from({ length: availableParallelism() }, () =>
    fork(join(import.meta.dirname, 'busy.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  )
  return () => children.forEach(child => child.kill('SIGKILL'))
}

/** Resident memory of a process, where the system tells it. */
function residentBytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  } catch {
    return undefined
  }
}
