import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLauncher } from '../launch/launcher.ts'
import type { Summary } from '../launch/summary.ts'
import { Failure } from '../runtime/failure.ts'
import { programs as shopPrograms, type Program } from '../runtime/programs.ts'
import { launchOptions } from './launch-options.ts'
import { toldOf } from './main.ts'
import { onSignals } from './signals.ts'
import { readStartOptions } from './start-options.ts'

type Message =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'started'; readonly summary: Summary }
  | { readonly type: 'failed'; readonly message: string; readonly exitCode: number }

/**
 * Starts `entry`, which runs `runDetached`, as a launcher that outlives us and the terminal, and
 * resolves when the shop answers. Until then it ends with us. Throws the `Failure` that it reports.
 */
export function startDetached(options: {
  readonly entry: string
  readonly argv: readonly string[]
  readonly onProgress: (text: string) => void
}): Promise<Summary> {
  const { entry, argv, onProgress } = options
  const child = spawn(process.execPath, [entry, ...argv], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc']
  })
  // A second Ctrl-C must not leave it half ended.
  onSignals(() => child.disconnect())
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code =>
      reject(new Failure(`The launcher has ended with exit code ${code}.`))
    )
    child.on('message', message => {
      const told = message as Message
      if (told.type === 'progress') return onProgress(told.text)
      if (told.type === 'failed') {
        return reject(new Failure(told.message, { exitCode: told.exitCode }))
      }
      child.disconnect()
      child.unref()
      resolve(told.summary)
    })
  })
}

/** The launcher of `--detach`: reports to whoever started it, and lives on when it has reported. */
export function runDetached(
  argv: readonly string[],
  { programs = shopPrograms }: { readonly programs?: readonly Program[] } = {}
): Promise<number> {
  const options = readStartOptions(argv, { env: process.env, programs })
  keepCrash(options.home)
  return new Promise(resolve => {
    const onProgress = (text: string): void => report({ type: 'progress', text })
    const onDown = (): void => resolve(0)
    const launcher = createLauncher({ ...launchOptions(options, programs), onProgress, onDown })
    let isStarted = false
    const end = (exitCode: number): void => void launcher.stop().finally(() => resolve(exitCode))
    onSignals(() => end(0))
    process.on('disconnect', () => {
      if (!isStarted) end(1)
    })
    launcher.start().then(
      summary => {
        isStarted = true
        report({ type: 'started', summary })
      },
      (error: unknown) => {
        const { message, exitCode } = toldOf(error)
        void launcher.stop().finally(() => {
          report({ type: 'failed', message, exitCode })
          resolve(exitCode)
        })
      }
    )
  })
}

function report(message: Message): void {
  // Whoever started us may be gone.
  if (process.connected) process.send?.(message, undefined, {}, () => undefined)
}

/** Nobody reads what this process writes; the reason of a crash is kept in a file. */
function keepCrash(home: string): void {
  process.on('uncaughtExceptionMonitor', error => {
    const line = `${new Date().toISOString()} ${error.stack ?? error.message}\n`
    appendFileSync(join(home, 'logs', 'launcher.log'), line)
  })
}
