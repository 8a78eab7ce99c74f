import process from 'node:process'
import { percentile } from './statistics.ts'

/** What many calls came to. */
export type Cost = {
  /** Of this process, for one call. */
  readonly cpuUs: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/**
 * Calls so many times, some at once, each again as soon as it is answered: what one process gets
 * through. With more than one at once a latency holds the wait for the others.
 */
export async function costOf(
  call: () => Promise<void>,
  { calls, atOnce }: { readonly calls: number; readonly atOnce: number }
): Promise<Cost> {
  const latencies: number[] = []
  let left = calls
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const startedAt = performance.now()
      await call()
      latencies.push(performance.now() - startedAt)
    }
  }
  const [cpuBefore, startedAt] = [process.cpuUsage(), performance.now()]
  await Promise.all(Array.from({ length: atOnce }, work))
  const { user, system } = process.cpuUsage(cpuBefore)
  const perSecond = (calls / (performance.now() - startedAt)) * 1000
  const [p50Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.99)]
  return { cpuUs: (user + system) / calls, perSecond, p50Ms, p99Ms }
}
