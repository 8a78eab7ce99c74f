import type { Call } from './call.ts'
import type { Latencies } from './latencies.ts'

const msMin = 100
/** Also where nothing is known of the operation. */
export const attemptMsMax = 1_000
const timesUsual = 3
const shareOfFirst = 0.5
/** A first attempt that an instance usually needs is not cut short for the sake of a second. */
const timesUsualOfFirst = 1.5
/** As long as nothing is known: a process that has just begun needs longer than it usually will. */
const firstMsUnknown = 250

type Kind = Pick<Call, 'attemptMs' | 'repeat' | 'operation'>

/** How long an attempt may take. */
export type AttemptLimits = {
  /** Of a call that has so many milliseconds left; may be more than that. */
  of(call: Kind & Pick<Call, 'attempt'>, restMs: number): number
  /** Where the call has all the time there is. */
  most(call: Kind): number
}

/**
 * Three times the 99th percentile of the same operation, within 100 ms and 1 s; what the caller told
 * wins. Of the operation and not of the target: a login takes a hundred times what a look at a
 * session does. Only for safe calls: cutting a write short does not end it, and its repeat only
 * waits for the first. The first attempt of a call in a hurry has half of its time, so that there is
 * some for another instance: at an inner hop, whose caller waits no longer than for one attempt, every
 * call is in a hurry.
 */
export function createAttemptLimits(latencies: Latencies): AttemptLimits {
  const usualOf = ({ operation }: Kind): number | undefined => latencies.percentile(operation, 0.99)
  const most = (call: Kind): number => {
    if (call.attemptMs !== undefined) return call.attemptMs
    const usual = call.repeat === 'safe' ? usualOf(call) : undefined
    if (usual === undefined) return attemptMsMax
    return Math.min(attemptMsMax, Math.max(msMin, Math.round(timesUsual * usual)))
  }
  return {
    most,
    of(call, restMs) {
      const ms = most(call)
      if (call.attempt > 1 || call.repeat !== 'safe' || call.attemptMs !== undefined) return ms
      const usual = usualOf(call)
      const needed = usual === undefined ? firstMsUnknown : timesUsualOfFirst * usual
      return Math.min(ms, Math.round(Math.max(restMs * shareOfFirst, needed)))
    }
  }
}
