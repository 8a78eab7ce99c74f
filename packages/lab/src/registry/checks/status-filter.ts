import type { CheckStatus, Thresholds } from '../state/model.ts'

/** Lets a state change only after enough results in a row. Answers the state to take, or nothing. */
export type StatusFilter = (result: CheckStatus) => CheckStatus | undefined

/** Both counters start at their threshold, so that the first result counts at once. */
export function createStatusFilter(thresholds: Thresholds): StatusFilter {
  const { successBeforePassing, failuresBeforeWarning, failuresBeforeCritical } = thresholds
  let [successes, failures] = [successBeforePassing, failuresBeforeCritical]
  return result => {
    if (result !== 'critical') {
      successes++
      failures = 0
      return successes >= successBeforePassing ? result : undefined
    }
    failures++
    successes = 0
    if (failures >= failuresBeforeCritical) return 'critical'
    return failures >= failuresBeforeWarning ? 'warning' : undefined
  }
}
