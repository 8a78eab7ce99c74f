import { createLauncher, type LaunchOptions } from '../launch/launcher.ts'
import { programs as shopPrograms, type Program } from '../runtime/programs.ts'
import { watchParent } from '../runtime/parent.ts'
import { startDetached } from './detach.ts'
import { onSignals } from './signals.ts'
import { launchOptions } from './launch-options.ts'
import { createScreen, type Screen } from './screen.ts'
import { readStartOptions, startHelp } from './start-options.ts'
import { summaryText } from './summary-text.ts'
import { tell } from './main.ts'

/**
 * `npm start`: resolves with the exit code when the lab has ended, or with `--detach` when the shop
 * answers. Throws a `Failure`; nothing runs any more then.
 */
export async function startCommand(
  argv: readonly string[],
  {
    detachedEntry: entry,
    programs = shopPrograms
  }: { readonly detachedEntry: string; readonly programs?: readonly Program[] }
): Promise<number> {
  const { env } = process
  const options = readStartOptions(argv, { env, programs })
  const screen = createScreen({ out: process.stdout, errors: process.stderr })
  if (options.help) {
    screen.print(startHelp)
    return 0
  }
  try {
    if (options.detach) {
      const summary = await startDetached({ entry, argv, onProgress: screen.progress })
      screen.print(summaryText(summary, { isDetached: true }))
      return 0
    }
    return await runInForeground(launchOptions(options, programs), screen)
  } finally {
    screen.close()
  }
}

function runInForeground(
  options: Omit<LaunchOptions, 'onProgress' | 'onDown'>,
  screen: Screen
): Promise<number> {
  return new Promise(resolve => {
    const onDown = (): void => resolve(0)
    const launcher = createLauncher({ ...options, onProgress: screen.progress, onDown })
    let isEnding = false
    const end = (exitCode: number): void => {
      isEnding = true
      screen.progress('stopping')
      launcher.stop().then(
        () => resolve(exitCode),
        (error: unknown) => resolve(tell(error))
      )
    }
    onSignals(() => end(0))
    watchParent(() => end(1))
    launcher.start().then(
      summary => screen.print(summaryText(summary, { isDetached: false })),
      (error: unknown) => {
        if (isEnding) return
        screen.close()
        end(tell(error))
      }
    )
  })
}
