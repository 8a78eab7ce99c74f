import { spawn, spawnSync } from 'node:child_process'

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A process that we started, the leader of a group of its own, so that a Ctrl-C does not reach it. */
export type Child = {
  readonly pid: number
  /** Resolves with the port that it says it listens on; never, when it ends before. */
  readonly ready: Promise<number>
  readonly exited: Promise<Exit>
  /** To its whole group; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void
  /** Tells it that its launcher is gone: it ends at once. */
  disconnect(): void
}

export type ChildOptions = {
  readonly entry: string
  readonly nodeOptions: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What it writes goes there. */
  readonly logDescriptor: number
}

/** Starts `entry` with this process's Node. Throws when the system cannot start a process. */
export function startChild({ entry, nodeOptions, cwd, env, logDescriptor }: ChildOptions): Child {
  const [command, ...args] = guarded([process.execPath, ...nodeOptions, entry])
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', logDescriptor, logDescriptor, 'ipc']
  })
  const { pid } = child
  // The reason comes as an event, which must be listened to even so.
  child.on('error', () => undefined)
  if (pid === undefined) throw new Error(`${command} could not be started`)
  return {
    pid,
    ready: new Promise(resolve => {
      child.on('message', message => {
        const port = readyPort(message)
        if (port !== undefined) resolve(port)
      })
    }),
    exited: new Promise(resolve => {
      child.once('exit', (code, signal) => {
        // What it may have started itself must not outlive it.
        signalGroup(pid, 'SIGKILL')
        resolve({ code, signal })
      })
    }),
    signal: name => signalGroup(pid, name),
    disconnect() {
      if (child.connected) child.disconnect()
    }
  }
}

/** Signals the group that `pid` leads, if it exists. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {
    // It has ended.
  }
}

type Words = readonly [command: string, ...args: string[]]

let guard: readonly string[] | undefined

/**
 * The words that start a program so that it is killed when this process ends, where the system can
 * do so: what computes without pause, or is not ours, never notices that its launcher was killed.
 */
export function guarded(words: Words): Words {
  guard ??= hasDeathSignal() ? ['setpriv', '--pdeathsig', 'KILL'] : []
  const [command, ...rest] = guard
  return command === undefined ? words : [command, ...rest, ...words]
}

function hasDeathSignal(): boolean {
  if (process.platform !== 'linux') return false
  const options = { stdio: 'ignore', timeout: 2_000 } as const
  return spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], options).status === 0
}

/** A child may send anything; only a port counts. */
function readyPort(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  const { type, port } = message as { readonly type?: unknown; readonly port?: unknown }
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535
  return type === 'ready' && isPort ? port : undefined
}
