import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { collect, dyingWithUs, end, find, freePort } from './programs.ts'

/** A MongoDB of one's own, which may be killed and started again on its data. */
export type Mongod = {
  /** `mongodb://127.0.0.1:port`, with all rights. */
  readonly url: string
  /** As a power cut does, but for the data that the system has taken. */
  kill(): Promise<void>
  /** On the same port and data. */
  start(): Promise<void>
  /** Kills the server and removes its data. */
  stop(): Promise<void>
}

const startMs = 60_000
const pollMs = 20

/** Whether the program is on the path. */
export function hasMongod(): boolean {
  return find('mongod') !== undefined
}

/** A server on a free port of 127.0.0.1 with empty data in the temporary folder. Throws after a minute. */
export async function startMongod(): Promise<Mongod> {
  const mongod = await prepareMongod()
  try {
    await mongod.start()
    return mongod
  } catch (error) {
    await mongod.stop()
    throw error
  }
}

/** The same before its first start, for whoever connects too early. */
export async function prepareMongod(): Promise<Mongod> {
  const folder = await mkdtemp(join(tmpdir(), 'microzon-mongod-'))
  // The server may run as a user of its own.
  await chmod(folder, 0o755)
  const port = await freePort()
  let server: ChildProcess | undefined
  // The system does not hand our end to a server that changes its user.
  const endWithUs = (): void => void server?.kill('SIGKILL')
  process.once('exit', endWithUs)
  const kill = async (): Promise<void> => {
    if (server !== undefined) await end(server)
  }
  return {
    url: `mongodb://127.0.0.1:${port}`,
    kill,
    async start() {
      server = await launch(join(folder, 'data'), port)
    },
    async stop() {
      process.removeListener('exit', endWithUs)
      await kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    }
  }
}

async function launch(data: string, port: number): Promise<ChildProcess> {
  const endsAt = performance.now() + startMs
  for (;;) {
    const args = ['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1']
    const server = spawn(...dyingWithUs(find('mongod') ?? '', args), {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const said = collect(server)
    if (await isReady(server, said, endsAt)) return server
    await end(server)
    // What was killed a moment ago may still hold its port and its data.
    if (performance.now() > endsAt) throw new Error(`mongod did not start: ${said()}`)
    await delay(pollMs)
  }
}

async function isReady(server: ChildProcess, said: () => string, endsAt: number): Promise<boolean> {
  while (!said().toLowerCase().includes('waiting for connections')) {
    if (server.exitCode !== null || server.signalCode !== null) return false
    if (performance.now() > endsAt) return false
    await delay(pollMs)
  }
  return true
}
