import { traceFraction } from './b3.ts'

export type ServedRequest = {
  readonly status: number
  readonly durationMs: number
  /** The trace's own decision: what nobody traces is logged only while there is room. */
  readonly sampled: boolean
  readonly traceId: string
}

/**
 * Decides which served requests get a line. A line costs as much as a tenth of a request, so a
 * process under load writes fewer, but one shopper's click must be found in every service that it
 * reached.
 *
 * Up to `linesPerSecond` requests a second all are logged. Above that only a share is, and each
 * process takes it from the same end of the trace ids: what the busiest process logs, all others
 * log too, so that the clicks which are kept are kept whole. Failures (5xx) and slow requests (over
 * 500 ms) are always logged, up to ten times the limit. `onSkipped` counts the rest.
 */
export function createRequestLogRule(
  options: {
    readonly linesPerSecond?: number
    /** Any clock in milliseconds that does not go backwards. */
    readonly nowMs?: () => number
    readonly onSkipped?: () => void
  } = {}
): (request: ServedRequest) => boolean {
  const { linesPerSecond = 50, nowMs = () => performance.now(), onSkipped } = options
  let second = -Infinity
  let requests = 0
  let requestsBefore = 0
  let alarms = 0

  const turn = (now: number): void => {
    if (now - second < 1000) return
    requestsBefore = now - second < 2000 ? requests : 0
    requests = 0
    alarms = 0
    second = now
  }
  const isKept = ({ status, durationMs, sampled, traceId }: ServedRequest): boolean => {
    if ((status >= 500 || durationMs > slowMs) && ++alarms <= linesPerSecond * 10) return true
    const rate = Math.max(requests, requestsBefore)
    if (rate <= linesPerSecond) return true
    return sampled && traceFraction(traceId) < linesPerSecond / rate
  }
  return request => {
    turn(nowMs())
    requests++
    const kept = isKept(request)
    if (!kept) onSkipped?.()
    return kept
  }
}

const slowMs = 500
