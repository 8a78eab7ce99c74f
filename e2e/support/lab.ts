import { spawn } from 'node:child_process'
import process from 'node:process'

/** One instance, as `npm run lab -- status --json` tells it. */
export type Instance = {
  readonly service: string
  readonly id: string
  readonly pid: number | null
  readonly port: number
  readonly state: string
  readonly restarts: number
}

export type Lab = {
  status(): Promise<{ readonly shop: string; readonly instances: readonly Instance[] }>
  /** Any verb of `npm run lab`; resolves with what it printed. Throws when it fails. */
  run(...words: readonly string[]): Promise<string>
  down(): Promise<void>
}

/** Starts a lab in a folder of its own, on any free port, and resolves when its shop answers. */
export async function startLab(folder: string, options: readonly string[] = []): Promise<void> {
  const words = ['--data', folder, '--port', '0', '--detach', '--rate-limit', '1000000', ...options]
  await program('packages/lab/src/start.ts', words)
}

/** The lab whose data are in the folder. */
export function lab(folder: string): Lab {
  const run = (...words: readonly string[]): Promise<string> =>
    program('packages/lab/src/lab.ts', [...words, '--data', folder])
  return {
    run,
    status: async () =>
      JSON.parse(await run('status', '--json')) as Awaited<ReturnType<Lab['status']>>,
    down: async () => void (await run('down'))
  }
}

function program(file: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += chunk))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk))
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(output)
      else reject(new Error(`${file} ${words.join(' ')} ended with ${code}: ${errors}${output}`))
    })
  })
}
