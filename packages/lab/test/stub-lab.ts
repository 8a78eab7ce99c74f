import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createLauncher, type LaunchOptions, type Launcher } from '../src/launch/launcher.ts'
import { findControl } from '../src/control/note.ts'
import { createControlClient, type ControlClient } from '../src/control/client.ts'
import { identityOf } from '../src/runtime/process-identity.ts'
import type { Program } from '../src/runtime/programs.ts'

export const root = resolve(import.meta.dirname, '..', '..', '..')
const source = join(root, 'packages', 'lab', 'src')

/** How a stub behaves; a real process all the same. */
export type Behaviour =
  | 'good'
  | 'deaf'
  | 'spinning'
  | 'never-ready'
  | 'dies-at-start'
  | 'dies-on-request'

const common = `
import { createServer } from 'node:http'
const behaviour = process.env.STUB_BEHAVIOUR
process.on('SIGINT', () => {})
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(3)
  response.end(process.env.INSTANCE_NAME)
})
`
const listens = `
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log('listening')
  process.send?.({ type: 'ready', port: Number(process.env.PORT) })
})
`
const obeys = `
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
`
const sources: Readonly<Record<Behaviour, string>> = {
  good: `${common}${obeys}${listens}`,
  deaf: `${common}process.on('disconnect', () => {}); process.on('SIGTERM', () => {})\n${listens}`,
  spinning: `${common}${obeys}${listens}setTimeout(() => { for (;;); }, 300)\n`,
  'never-ready': `${common}${obeys}console.log('busy with nothing'); setInterval(() => {}, 1000)\n`,
  'dies-at-start': `console.error('no such table: carts'); process.exit(1)\n`,
  'dies-on-request': `${common}${obeys}${listens}`
}

export type Stubs = {
  readonly folder: string
  readonly home: string
  readonly programs: readonly Program[]
  /** Like `t.after`, but the last step first, so that the folder is removed at the very end. */
  after(step: () => Promise<unknown> | void): void
}

/** A folder with programs in the place of the shop's; they are removed with what they hold. */
export function createStubs(
  t: TestContext,
  behaviours: Readonly<Record<string, Behaviour>> = {}
): Stubs {
  const folder = mkdtempSync(join(tmpdir(), 'microzon-lab-'))
  const steps: (() => Promise<unknown> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  ]
  t.after(async () => {
    for (const step of steps.toReversed()) await step()
  })
  const services = { edge: 'good', cart: 'good', web: 'good', ...behaviours } as const
  const programs = Object.entries(services).map(([service, behaviour]): Program => {
    const home = join(folder, service, 'src')
    mkdirSync(home, { recursive: true })
    const entry = join(home, 'main.mjs')
    writeFileSync(entry, sources[behaviour])
    const isEdge = service === 'edge'
    const needs = isEdge ? (['public-port'] as const) : (['database'] as const)
    const kind = isEdge ? 'edge' : service === 'registry' ? 'backing' : 'service'
    return { service, entry, kind, instancesMax: isEdge ? 1 : 20, needs }
  })
  return { folder, home: join(folder, 'home'), programs, after: step => void steps.push(step) }
}

export type StubLab = {
  readonly launcher: Launcher
  readonly client: ControlClient
  readonly progress: readonly string[]
}

/** A lab in this process, ready and ended by `t.after`. */
export async function startLab(
  stubs: Stubs,
  options: Partial<LaunchOptions> = {}
): Promise<StubLab> {
  const progress: string[] = []
  const launcher = makeLauncher(stubs, { onProgress: text => void progress.push(text), ...options })
  await launcher.start()
  const note = findControl(stubs.home)
  if (note === undefined) throw new Error('the lab left no note')
  return { launcher, client: createControlClient(note), progress }
}

/** A launcher that does not run yet; it is stopped after the test. */
export function makeLauncher(
  { home, programs, after }: Stubs,
  options: Partial<LaunchOptions> = {}
): Launcher {
  const launcher = createLauncher({
    root,
    home,
    programs,
    env: process.env,
    port: 0,
    instances: {},
    inspect: {},
    rateLimit: 6_000,
    discovery: 'consul',
    fresh: false,
    watch: false,
    backOff: { firstMs: 20, mostMs: 100, resetAfterMs: 60_000 },
    timeoutMs: 20_000,
    onProgress: () => undefined,
    onDown: () => undefined,
    ...options
  })
  after(launcher.stop)
  return launcher
}

export type StartedProcess = {
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  output(): string
}

/** `npm start` with the stubs, as a process of its own. */
export function startProcess(
  { folder, home, programs, after }: Stubs,
  options: { readonly args?: readonly string[]; readonly through?: 'sh' } = {}
): StartedProcess {
  const entry = writeEntries(folder, programs)
  const args = [entry, '--data', home, '--port', '0', ...(options.args ?? [])]
  // The shell stays, since there is something to do after it.
  const shell = ['-c', `${[process.execPath, ...args].join(' ')}; exit $?`]
  const isDirect = options.through === undefined
  const child = spawn(isDirect ? process.execPath : 'sh', isDirect ? args : shell)
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)))
  }
  const exited = new Promise<number | null>(done => child.once('exit', code => done(code)))
  after(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return { child, exited, output: () => chunks.join('') }
}

function writeEntries(folder: string, programs: readonly Program[]): string {
  const at = (path: string): string => JSON.stringify(pathToFileURL(join(source, path)).href)
  const setting = `const programs = ${JSON.stringify(programs)}
const { runCommand } = await import(${at('cli/main.ts')})
`
  const detached = join(folder, 'detached.mjs')
  const entry = join(folder, 'start.mjs')
  writeFileSync(
    detached,
    `${setting}const { runDetached } = await import(${at('cli/detach.ts')})
await runCommand(() => runDetached(process.argv.slice(2), { programs }))
process.exit()
`
  )
  writeFileSync(
    entry,
    `${setting}const { startCommand } = await import(${at('cli/start-command.ts')})
const detachedEntry = ${JSON.stringify(detached)}
await runCommand(() => startCommand(process.argv.slice(2), { detachedEntry, programs }))
process.exit()
`
  )
  return entry
}

/** Waits for a condition, in place of a sleep; fails with what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000
): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await sleep(20)
  }
}

export function isRunning(pid: number): boolean {
  return identityOf(pid) !== undefined
}
