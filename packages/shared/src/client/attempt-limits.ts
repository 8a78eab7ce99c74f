import type { Call } from './call.ts'
import type { Latencies } from './latencies.ts'

const msMin = 100
const msMax = 1_000

/** How long an attempt may take. */
export type AttemptLimits = { of(call: Pick<Call, 'attemptMs' | 'repeat' | 'operation'>): number }

/**
 * Three times the 99th percentile of the same operation, within 100 ms and 1 s; what the caller told
 * wins. Of the operation and not of the target: a login takes a hundred times what a look at a
 * session does. Only for safe calls: cutting a write short does not end it, and its repeat only
 * waits for the first.
 */
export function createAttemptLimits(latencies: Latencies): AttemptLimits {
  return {
    of({ attemptMs, repeat, operation }) {
      if (attemptMs !== undefined) return attemptMs
      if (repeat !== 'safe') return msMax
      const usual = latencies.percentile(operation, 0.99)
      if (usual === undefined) return msMax
      return Math.min(msMax, Math.max(msMin, Math.round(3 * usual)))
    }
  }
}
