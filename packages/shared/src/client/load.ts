const tauMs = 10_000
/** Of who was not asked for longer, little is known: the estimate fades faster from then on. */
const idleMs = 1_000
const idleTauMs = 2_000
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
 *
 * Between two choices that are seldom busy the dearer one loses every time. An estimate that only fades
 * with the memory of the mean kept an instance whose first answer was slow from all requests for half a
 * minute (docs/decisions/client-pick.md); one that nobody asks is forgiven within seconds. `pending` says
 * whether it is asked: one that has taken a request and not answered is not.
 */
export type Load = {
  observe(durationMs: number, now: number): void
  fail(durationMs: number, now: number): void
  /** It was given up after so long: it would have taken more. */
  atLeast(durationMs: number, now: number): void
  /** Milliseconds, both parts together, with so many attempts in flight. */
  cost(now: number, pending: number): number
  read(now: number, pending: number): { readonly estimateMs: number; readonly penaltyMs: number }
}

export function createLoad(estimateMs: number, now: number): Load {
  let [estimate, estimatedAt, penalty, punishedAt] = [estimateMs, now, 0, now]
  const estimateAt = (at: number, pending: number): number => {
    const ageMs = at - estimatedAt
    const left = decayed(estimate, ageMs)
    return Math.max(estimateMsMin, pending > 0 ? left : faded(left, ageMs))
  }
  const penaltyAt = (at: number): number => (penalty === 0 ? 0 : decayed(penalty, at - punishedAt))
  const observe = (durationMs: number, at: number): void => {
    const kept = Math.exp(-Math.max(0, at - estimatedAt) / tauMs)
    const known = faded(estimate * kept, at - estimatedAt - durationMs)
    estimate = durationMs > known ? durationMs : known + durationMs * (1 - kept)
    estimatedAt = at
  }
  const atLeast = (durationMs: number, at: number): void => {
    if (durationMs > estimateAt(at, 1)) observe(durationMs, at)
  }
  return {
    observe,
    atLeast,
    fail(durationMs, at) {
      // A failure that was fast is no speed.
      atLeast(durationMs, at)
      penalty = Math.min(penaltyMsMax, penaltyAt(at) + penaltyTimes * estimateAt(at, 1))
      punishedAt = at
    },
    cost: (at, pending) => estimateAt(at, pending) + penaltyAt(at),
    read: (at, pending) => ({ estimateMs: estimateAt(at, pending), penaltyMs: penaltyAt(at) })
  }
}

/** Only speed counts: who fails fast is thought fast. */
export function speedAlone(load: Load): Load {
  return { ...load, fail: load.observe }
}

function decayed(value: number, ageMs: number): number {
  return ageMs <= 0 ? value : value * Math.exp(-ageMs / tauMs)
}

/** What is left of an estimate after so long without a request. */
function faded(value: number, ageMs: number): number {
  return ageMs <= idleMs ? value : value * Math.exp((idleMs - ageMs) / idleTauMs)
}
