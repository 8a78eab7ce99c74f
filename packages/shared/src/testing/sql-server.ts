import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { collect, dyingWithUs, end, find, freePort } from './programs.ts'

/** A server of one's own, which may be stopped and killed. */
export type SqlServer = {
  /** `mysql://root@127.0.0.1:port/`, with all rights. */
  readonly url: string
  readonly pid: number
  /** Kills the server and removes its data. */
  stop(): Promise<void>
}

export type SqlServerOptions = {
  /** Memory for pages, `24M` unless told: enough for tests. */
  readonly bufferPool?: string
}

/** A program and what it is told. */
type Command = readonly [string, ...string[]]

/** How a product is started: what makes its data, and what serves them. */
export type SqlProduct = {
  readonly name: string
  readonly install: (folder: string) => Command
  readonly serve: (folder: string) => Command
  /** Statements for its first start, one a line. */
  readonly init?: string
}

const startMs = 60_000
const pollMs = 20

/** Starts a server on a free port of 127.0.0.1 with empty data in the temporary folder. Throws after 60 s. */
export async function startSqlServer(
  product: SqlProduct,
  { bufferPool = '24M' }: SqlServerOptions = {}
): Promise<SqlServer> {
  const folder = await mkdtemp(join(tmpdir(), `microzon-${product.name}-`))
  try {
    const port = await freePort()
    await install(product, folder)
    const options = [...usual(folder, port), `--innodb-buffer-pool-size=${bufferPool}`]
    const server = await launch(product, folder, options)
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

async function install(product: SqlProduct, folder: string): Promise<void> {
  const { name, install: command, init = '' } = product
  await writeFile(initFile(folder), init)
  const [program, ...args] = command(folder)
  const child = spawn(find(program) ?? program, [...args, ...asRoot()], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const errors = collect(child)
  const code = await new Promise(resolve => child.once('close', resolve))
  if (code !== 0) throw new Error(`the data of ${name} cannot be made: ${errors()}`)
}

async function launch(
  product: SqlProduct,
  folder: string,
  options: readonly string[]
): Promise<ChildProcess> {
  const [program, ...args] = product.serve(folder)
  const all = [...args, ...options, ...asRoot()]
  const server = spawn(...dyingWithUs(find(program) ?? program, all), {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const errors = collect(server)
  const endsAt = performance.now() + startMs
  while (!errors().includes('ready for connections')) {
    if (server.exitCode !== null || performance.now() > endsAt) {
      await end(server)
      throw new Error(`${product.name} did not start: ${errors()}`)
    }
    await delay(pollMs)
  }
  return server
}

function usual(folder: string, port: number): readonly string[] {
  return [
    `--datadir=${folder}/data`,
    `--init-file=${initFile(folder)}`,
    `--socket=${folder}/socket`,
    `--pid-file=${folder}/pid`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    // Tests kill clients, not the machine.
    '--innodb-flush-log-at-trx-commit=2',
    '--key-buffer-size=1M',
    '--performance-schema=off',
    '--max-connections=200'
  ]
}

function initFile(folder: string): string {
  return join(folder, 'init.sql')
}

function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}
