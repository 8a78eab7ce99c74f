import { Failure } from './failure.ts'
import type { InstanceView } from './instance.ts'
import type { LogFolder } from './log-folder.ts'
import type { Supervisor } from './supervisor.ts'

const failedStartsMax = 5
const tailLines = 12

/**
 * Resolves when every instance that `filter` names is ready. Throws a `Failure` with the last lines
 * of its log when one fails to start again and again, or when the time is over.
 */
export function awaitReady(
  supervisor: Supervisor,
  options: {
    readonly logs: LogFolder
    readonly timeoutMs: number
    /** Gives up when it is aborted. */
    readonly signal: AbortSignal
    readonly filter?: (view: InstanceView) => boolean
  }
): Promise<void> {
  const { logs, timeoutMs, signal, filter = () => true } = options
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const views = supervisor.views().filter(filter)
      const failed = views.find(view => view.failedStarts >= failedStartsMax)
      if (failed !== undefined) return finish(failureOf(failed, logs, 'does not start'))
      if (views.every(({ state }) => state === 'ready')) finish()
    }
    const finish = (failure?: Failure): void => {
      clearTimeout(timer)
      stopListening()
      signal.removeEventListener('abort', giveUp)
      if (failure === undefined) resolve()
      else reject(failure)
    }
    const timer = setTimeout(() => {
      const late = supervisor.views().find(view => filter(view) && view.state !== 'ready')
      if (late !== undefined)
        finish(failureOf(late, logs, `is not ready after ${timeoutMs / 1000} s`))
    }, timeoutMs)
    const giveUp = (): void => finish(new Failure('The lab was stopped.'))
    signal.addEventListener('abort', giveUp)
    const stopListening = supervisor.onChange(look)
    look()
  })
}

function failureOf({ id }: InstanceView, logs: LogFolder, what: string): Failure {
  const tail = logs.tail(id, tailLines).map(line => `    ${line.slice(0, 400)}`)
  return new Failure([`${id} ${what}; the end of ${logs.path(id)} says why:`, ...tail].join('\n'))
}
