import type { Importance } from './importance.ts'

/** Where refusing begins and where all are refused, in milliseconds that the event loop is late. */
const ramps: Readonly<Record<Importance, { readonly fromMs: number; readonly toMs: number }>> = {
  low: { fromMs: 200, toMs: 500 },
  normal: { fromMs: 500, toMs: 1_000 },
  high: { fromMs: 1_000, toMs: 2_000 }
}

/**
 * The chance of a request to be refused because the process is late: browsing first, checkout last.
 * A ramp, since with a threshold all are refused and let in by turns.
 */
export function refusalChance(importance: Importance, lateMs: number): number {
  const { fromMs, toMs } = ramps[importance]
  return Math.min(1, Math.max(0, (lateMs - fromMs) / (toMs - fromMs)))
}
