import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { collect, dyingWithUs, end, find, freePort } from './programs.ts'

/** A server of one's own, which may be stopped and killed. */
export type Mariadb = {
  /** `mysql://root@127.0.0.1:port/`, with all rights. */
  readonly url: string
  readonly pid: number
  /** Kills the server and removes its data. */
  stop(): Promise<void>
}

const startMs = 30_000
const pollMs = 20

/** Whether the programs are on the path. */
export function hasMariadb(): boolean {
  return find('mariadbd') !== undefined && find('mariadb-install-db') !== undefined
}

/** Starts a server on a free port of 127.0.0.1 with empty data in the temporary folder. Throws after 30 s. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-mariadb-'))
  try {
    const port = await freePort()
    await install(folder)
    const server = await launch(folder, port)
    const kill = () => server.kill('SIGKILL')
    process.once('exit', kill)
    return {
      url: `mysql://root@127.0.0.1:${port}/`,
      pid: server.pid ?? 0,
      async stop() {
        process.removeListener('exit', kill)
        await end(server)
        await rm(folder, { recursive: true, force: true })
      }
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function install(folder: string) {
  const program = find('mariadb-install-db') ?? ''
  const child = spawn(
    program,
    [
      '--no-defaults',
      `--datadir=${folder}/data`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--innodb-log-file-size=8M',
      ...asRoot()
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] }
  )
  const errors = collect(child)
  const code = await new Promise(resolve => child.once('close', resolve))
  if (code !== 0) {
    throw new Error(`mariadb-install-db failed: ${errors()}`)
  }
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const server = spawn(...dyingWithUs(find('mariadbd') ?? '', options(folder, port)), {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const errors = collect(server)
  const endsAt = performance.now() + startMs
  while (!errors().includes('ready for connections')) {
    if (server.exitCode !== null || performance.now() > endsAt) {
      await end(server)
      throw new Error(`mariadbd did not start: ${errors()}`)
    }
    await delay(pollMs)
  }
  return server
}

function options(folder: string, port: number): readonly string[] {
  return [
    '--no-defaults',
    `--datadir=${folder}/data`,
    `--socket=${folder}/socket`,
    `--pid-file=${folder}/pid`,
    `--port=${port}`,
    '--skip-networking=0',
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--innodb-buffer-pool-size=24M',
    '--innodb-log-file-size=8M',
    // Tests kill clients, not the machine.
    '--innodb-flush-log-at-trx-commit=2',
    '--key-buffer-size=1M',
    '--performance-schema=off',
    '--max-connections=200',
    ...asRoot()
  ]
}

function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}
