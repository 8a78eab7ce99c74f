import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { root } from '../cli/home.ts'
import { codeOf, Failure } from '../runtime/failure.ts'

/** One container of a service, `web-2` for the second of web. */
export type Container = {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly state: 'ready' | 'starting' | 'gone'
}

/** The containers of this checkout's compose project. Every method throws a `Failure`. */
export type Containers = {
  /** Those of the services; all that there are where none is named, ended ones included. */
  list(services: readonly string[]): Promise<readonly Container[]>
  /** Brings a service to so many; those that have ended are started again. Does not wait. */
  scale(counts: Readonly<Record<string, number>>): Promise<void>
  /** A signal such as `KILL`. Docker does not start again what was killed by its own verb. */
  kill(name: string, signal: string): Promise<void>
  /** Resolves when it has drained and ended. */
  stop(name: string): Promise<void>
  /** The address of a published port. */
  published(service: string, port: number): Promise<string>
  /** What people need to know of the secrets, by name. */
  secrets(): Promise<Readonly<Record<string, unknown>>>
}

const commandMs = 120_000
const bytesMax = 8 * 1024 * 1024
const show = 'packages/lab/src/compose/show-secrets.ts'

/** `signal` ends the command that runs. */
export function createContainers(signal: AbortSignal): Containers {
  const docker = (...words: readonly string[]): Promise<string> => run(words, signal)
  return {
    async list(services) {
      const text = await docker('compose', 'ps', '--all', '--format', 'json', ...services)
      return containersOf(text)
    },
    async scale(counts) {
      const wanted = Object.entries(counts).flatMap(([name, count]) => [
        '--scale',
        `${name}=${count}`
      ])
      const how = ['--detach', '--no-deps', '--no-recreate', '--quiet-pull']
      await docker('compose', 'up', ...how, ...wanted, ...Object.keys(counts))
    },
    kill: async (name, named) => void (await docker('kill', '--signal', named, name)),
    stop: async name => void (await docker('stop', name)),
    published: async (service, port) =>
      `http://${(await docker('compose', 'port', service, String(port))).trim()}`,
    async secrets() {
      const once = ['run', '--rm', '--no-deps', '-T', 'secrets', show, '--json']
      return JSON.parse(await docker('compose', ...once)) as Readonly<Record<string, unknown>>
    }
  }
}

type Told = { readonly Name: string; readonly Service: string; readonly State: string } & {
  readonly Health: string
}

/** One JSON object a line; the number of a container is the last part of its name. */
export function containersOf(text: string): readonly Container[] {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.map(line => {
    const { Name: name, Service: service, State, Health } = JSON.parse(line) as Told
    const [number = ''] = /\d+$/.exec(name) ?? []
    const isReady = State === 'running' && (Health === 'healthy' || Health === '')
    const state = isReady ? 'ready' : State === 'exited' || State === 'dead' ? 'gone' : 'starting'
    return { id: `${service}-${number}`, service, name, state }
  })
}

const execute = promisify(execFile)

async function run(words: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const limits = { timeout: commandMs, maxBuffer: bytesMax, signal }
    return (await execute('docker', words, { cwd: root, ...limits })).stdout
  } catch (error) {
    if (signal.aborted) throw error
    if (codeOf(error) === 'ENOENT') {
      throw new Failure('There is no docker on this machine: --target compose needs it.')
    }
    const { stderr = '' } = error as { readonly stderr?: string }
    const told = stderr.trim().split('\n').at(-1) ?? ''
    throw new Failure(`docker ${words.slice(0, 2).join(' ')} failed: ${told}`, { cause: error })
  }
}
