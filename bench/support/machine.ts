import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where and of what the numbers are. */
export type Machine = {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  /** Of the last minute, before anything was measured. */
  readonly load: number
  readonly commit: string
}

export function readMachine(checkout: string): Machine {
  const [first] = cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
    commit: commitOf(checkout)
  }
}

export function machineText({ cpu, cores, memoryGb, system, node, load, commit }: Machine): string {
  const machine = `${cores} cores (${cpu}), ${memoryGb} GB, ${system}, Node ${node}`
  return `${machine}\ncommit ${commit}, load before ${load.toFixed(1)}\n`
}

function commitOf(checkout: string): string {
  try {
    const args = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', args, { cwd: checkout, encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
