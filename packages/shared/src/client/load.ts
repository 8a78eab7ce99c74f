const tauMs = 10_000
/** What an endpoint is thought to take before anything is known of any. */
export const firstEstimateMs = 30
/** The clock has no finer step, and nothing is free. */
const estimateMsMin = 1
const penaltyMsMax = 5_000
const penaltyTimes = 3

/**
 * What the balancer thinks of an endpoint's speed: peak-EWMA, which believes a slow answer at once
 * and a fast one slowly, and a penalty for failures, without which an instance that fails fast
 * would look like the best of all. The penalty is three times the estimate, not a fixed one: in a
 * small set a fixed one moves two thirds of the traffic for a single failure.
 */
export type Load = {
  observe(durationMs: number, now: number): void
  fail(durationMs: number, now: number): void
  /** Milliseconds, both parts together. */
  cost(now: number): number
  read(now: number): { readonly estimateMs: number; readonly penaltyMs: number }
}

export function createLoad(estimateMs: number, now: number): Load {
  let [estimate, estimatedAt, penalty, punishedAt] = [estimateMs, now, 0, now]
  const estimateAt = (at: number): number =>
    Math.max(estimateMsMin, decayed(estimate, at - estimatedAt))
  const penaltyAt = (at: number): number => (penalty === 0 ? 0 : decayed(penalty, at - punishedAt))
  const observe = (durationMs: number, at: number): void => {
    const kept = Math.exp(-Math.max(0, at - estimatedAt) / tauMs)
    const known = estimate * kept
    estimate = durationMs > known ? durationMs : known + durationMs * (1 - kept)
    estimatedAt = at
  }
  return {
    observe,
    fail(durationMs, at) {
      // A failure that was fast is no speed.
      if (durationMs > estimateAt(at)) observe(durationMs, at)
      penalty = Math.min(penaltyMsMax, penaltyAt(at) + penaltyTimes * estimateAt(at))
      punishedAt = at
    },
    cost: at => estimateAt(at) + penaltyAt(at),
    read: at => ({ estimateMs: estimateAt(at), penaltyMs: penaltyAt(at) })
  }
}

/** Only speed counts: who fails fast is thought fast. */
export function speedAlone(load: Load): Load {
  return { ...load, fail: load.observe }
}

function decayed(value: number, ageMs: number): number {
  return ageMs <= 0 ? value : value * Math.exp(-ageMs / tauMs)
}
