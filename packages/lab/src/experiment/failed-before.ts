import { isGood } from '../caller/load.ts'
import type { Experiment } from './model.ts'
import type { Recording } from './recording.ts'

/**
 * How requests ended that failed although all was well: a limit that is missed then says nothing of the
 * fault, nor of what was left out. What was under way when the fault began may have failed by it. A load
 * that is a fault itself has no such time.
 */
export function failedBefore(
  { steps }: Pick<Experiment, 'steps'>,
  { requests, moments }: Pick<Recording, 'requests' | 'moments'>
): readonly string[] {
  if (steps.length === 0) return []
  return requests
    .filter(([due, took, , outcome]) => due + took < moments.fault && !isGood(outcome))
    .map(([, , , outcome]) => outcome)
}
