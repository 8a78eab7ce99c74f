import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * Who listens on `port`, such as `node (process 4711)`, or nothing where the system does not say so
 * at once: processes of other users hide.
 */
export function portOwner(port: number): string | undefined {
  return process.platform === 'linux' ? ownerFromProc(port) : ownerFromLsof(port)
}

function ownerFromProc(port: number): string | undefined {
  const inodes = new Set([
    ...listeners('/proc/net/tcp', port),
    ...listeners('/proc/net/tcp6', port)
  ])
  if (inodes.size === 0) return undefined
  const pid = names('/proc').find(name => /^\d+$/.test(name) && holds(name, inodes))
  return pid === undefined ? undefined : `${commandOf(pid)} (process ${pid})`
}

function listeners(file: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return textOf(file)
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(fields => fields[1]?.endsWith(suffix) === true && fields[3] === '0A')
    .flatMap(fields => fields[9] ?? [])
}

function holds(pid: string, inodes: ReadonlySet<string>): boolean {
  return names(`/proc/${pid}/fd`).some(fd => {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode !== undefined && inodes.has(inode)
    } catch {
      return false
    }
  })
}

function commandOf(pid: string): string {
  return textOf(`/proc/${pid}/comm`).trim() || 'a program'
}

function ownerFromLsof(port: number): string | undefined {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
    timeout: 2_000
  })
  const match = /^p(\d+)\nc(.+)$/m.exec(stdout ?? '')
  return match === null ? undefined : `${match[2]} (process ${match[1]})`
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
