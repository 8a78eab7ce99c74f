import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * A process that is known beyond doubt: the system gives process ids again, but not with the same
 * start time.
 */
export type ProcessIdentity = { readonly pid: number; readonly start: string }

/** Of a process that lives at this moment. A zombie counts as gone: it holds nothing any more. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
  return start === undefined ? undefined : { pid, start }
}

export function isAlive({ pid, start }: ProcessIdentity): boolean {
  return identityOf(pid)?.start === start
}

/** What a file says about a process, or nothing when it says anything else. */
export function readIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { pid, start } = value as { readonly pid?: unknown; readonly start?: unknown }
  const isPid = typeof pid === 'number' && Number.isInteger(pid) && pid > 0
  return isPid && typeof start === 'string' ? { pid, start } : undefined
}

function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything, brackets and spaces included.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startFromPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 2_000
  })
  const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout)
  return match?.[1]?.startsWith('Z') === false ? match[2] : undefined
}
