import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Processes are looked into through /proc, which only Linux has. */
export const canMeasure = process.platform === 'linux'

let ticksPerSecond: number | undefined

/** CPU seconds that these processes have used since they began; one that has gone counts nothing. */
export function cpuSeconds(pids: readonly number[]): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  const ticks = pids.map(pid => {
    // The name, in brackets, may hold anything; user and system time are the 12th and 13th field behind it.
    const [, fields = ''] = /^.*\)(.*)$/s.exec(read(`/proc/${pid}/stat`)) ?? []
    const parts = fields.trim().split(' ')
    return Number(parts[11] ?? 0) + Number(parts[12] ?? 0)
  })
  return sum(ticks) / ticksPerSecond
}

/** Its share of the memory, in MB: what processes have in common is divided among them. */
export function memoryMb(pid: number): number {
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? []
  return Number(kilobytes) / 1024
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
