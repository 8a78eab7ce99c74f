import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * When process `pid` started, in a form that only another reading on this machine can be compared
 * with, or undefined when there is no such process. With it a process id that the system has given
 * to another process is recognised. A zombie counts as gone: it holds nothing any more.
 */
export function startOf(pid) {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
}

function startFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything, brackets and spaces included.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startFromPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8'
  })
  const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout || '')
  return !match || match[1].startsWith('Z') ? undefined : match[2]
}
