import process from 'node:process'
import { program } from './program.ts'

/** One instance, as `npm run lab -- status --json` tells it. */
export type Instance = {
  readonly service: string
  readonly id: string
  readonly pid: number | null
  readonly port: number
  readonly state: string
  readonly restarts: number
}

export type Status = {
  readonly shop: string
  readonly instances: readonly Instance[]
  readonly backing: readonly { readonly name: string; readonly url: string }[]
}

export type Lab = {
  status(): Promise<Status>
  /** Any verb of `npm run lab`; resolves with what it printed. Throws when it fails. */
  run(...words: readonly string[]): Promise<string>
  down(): Promise<void>
}

/** Starts a lab in a folder of its own, on any free port, and resolves when its shop answers. */
export async function startLab(folder: string, options: readonly string[] = []): Promise<void> {
  const words = ['--data', folder, '--port', '0', '--detach', '--rate-limit', '1000000', ...options]
  await program(process.execPath, ['packages/lab/src/start.ts', ...words])
}

/** The lab whose data are in the folder. */
export function lab(folder: string): Lab {
  const run = (...words: readonly string[]): Promise<string> =>
    program(process.execPath, ['packages/lab/src/lab.ts', ...words, '--data', folder])
  return {
    run,
    status: async () => JSON.parse(await run('status', '--json')) as Status,
    down: async () => void (await run('down'))
  }
}
