import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { guarded } from './child.ts'
import { isFree } from './ports.ts'
import { createTempFolder } from './temp-folder.ts'

/**
 * A registry for one test or one measurement: the lab's, or a real Consul agent. Both are processes
 * that can be killed.
 */
export type RegistryProcess = {
  readonly url: string
  /** How long its answers may be kept: `registryTtlSeconds`. */
  readonly dns: { readonly host: string; readonly port: number }
  readonly pid: () => number | undefined
  /** As a crash does. Its data stays. */
  kill(): Promise<void>
  /** Resolves when it answers again, at the same address. */
  start(): Promise<void>
  /** What it has kept, while it is dead: the next start knows nothing. */
  forget(): void
  /** Takes everything away. */
  dispose(): Promise<void>
}

export const registryTtlSeconds = 1

/** A program of the system and not of a package. */
const consul = 'consul'

export function hasConsul(): boolean {
  return spawnSync(consul, ['version'], { stdio: 'ignore' }).status === 0
}

export function openLabRegistry(): Promise<RegistryProcess> {
  return openProcess(labCommand)
}

/** A server of its own cluster that keeps its data, with short times so that it leads soon. */
export function openConsul(): Promise<RegistryProcess> {
  return openProcess(consulCommand)
}

type Command = (place: {
  readonly folder: string
  readonly ports: readonly number[]
}) => ChildProcess

const labCommand: Command = ({ folder, ports: [port, dnsPort] }) =>
  spawn(process.execPath, [join(import.meta.dirname, '../registry/main.ts')], {
    // It ends when this process does.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      DNS_PORT: String(dnsPort),
      DNS_TTL_SECONDS: String(registryTtlSeconds),
      DATA_DIR: folder,
      LOG_LEVEL: 'silent'
    }
  })

const consulCommand: Command = ({ folder, ports: [http, dns, serf, server] }) => {
  const settings = consulSettings(
    `http = ${http}, dns = ${dns}, serf_lan = ${serf}, server = ${server}`
  )
  const [command, ...args] = guarded([consul, 'agent', '-data-dir', folder, '-hcl', settings])
  return spawn(command, args, { stdio: 'ignore' })
}

function consulSettings(ports: string): string {
  return `
    disable_update_check = true
    server = true
    bootstrap_expect = 1
    node_name = "lab"
    bind_addr = "127.0.0.1"
    client_addr = "127.0.0.1"
    performance { raft_multiplier = 1 }
    connect { enabled = false }
    ports { ${ports}, serf_wan = -1, grpc = -1, grpc_tls = -1 }
    dns_config {
      only_passing = true
      enable_truncate = true
      service_ttl { "*" = "${registryTtlSeconds}s" }
    }
    gossip_lan { gossip_interval = "100ms", probe_interval = "100ms", probe_timeout = "100ms" }`
}

async function openProcess(command: Command): Promise<RegistryProcess> {
  const temporary = createTempFolder('microzon-registry-')
  const folder = temporary.path
  const ports = await freePorts(4)
  const url = `http://127.0.0.1:${ports[0]}`
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = undefined
  }
  const start = async (): Promise<void> => {
    child = command({ folder, ports })
    await untilReady(url)
  }
  const forget = (): void => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  }
  const dispose = async (): Promise<void> => {
    await kill()
    temporary.remove()
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  const dns = { host: '127.0.0.1', port: ports[1] ?? 0 }
  return { url, dns, pid: () => child?.pid, kill, start, forget, dispose }
}

/**
 * A Consul that has a leader may not yet know its own machine, and then forgets what was registered
 * before.
 */
async function untilReady(url: string): Promise<void> {
  for (const until = performance.now() + 30_000; ;) {
    // Leaves no connection behind: one test counts them.
    const text = await request(`${url}/v1/health/state/passing`, { reset: true }).then(
      async ({ body }) => body.text(),
      () => ''
    )
    if (text.includes('serfHealth')) return
    if (performance.now() > until) throw new Error(`${url} is not ready: ${text}`)
    await sleep(25)
  }
}

/** Ports below those that systems give to outgoing connections, free at this moment. */
async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}
