import type { Experiment } from '../model.ts'
import { scaledDown, standInOfThree, standInReads } from './common.ts'

export const flappingCheck: Experiment = {
  name: 'flapping-check',
  question:
    'Does a caller notice an instance that is well and unwell in turn, and its check with it?',
  shape: standInOfThree,
  load: standInReads,
  seconds: { calm: [5, 3], fault: [24, 9], after: [5, 2] },
  steps: [
    {
      phase: 'fault',
      act: {
        kind: 'behave',
        instance: 'stand-in-2',
        // Longer than the two looks that it takes to be believed.
        behaviour: { status: 503, flapMs: 3_000 }
      }
    },
    { phase: 'after', act: { kind: 'behave', instance: 'stand-in-2', behaviour: {} } }
  ],
  limits: [
    { measure: 'failed', atMost: 0 },
    { measure: 'attempts per request', atMost: 1.1 }
  ],
  note: scaledDown
}
