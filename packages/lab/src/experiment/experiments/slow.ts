import type { Experiment } from '../model.ts'
import { scaledDown, standInOfThree, standInReads } from './common.ts'

const workMs = 50

export const slow: Experiment = {
  name: 'slow',
  question: 'Does an instance that is 20 times slower make its callers slow?',
  shape: { ...standInOfThree, env: { STAND_IN_WORK_MS: String(workMs) } },
  load: standInReads,
  seconds: { calm: [5, 4], fault: [10, 6], after: [5, 1] },
  steps: [
    {
      phase: 'fault',
      act: { kind: 'behave', instance: 'stand-in-2', behaviour: { delayMs: workMs * 19 } }
    },
    { phase: 'after', act: { kind: 'behave', instance: 'stand-in-2', behaviour: {} } }
  ],
  limits: [
    { measure: 'failed', atMost: 0 },
    // The first attempts there are given up after three times what an answer usually takes. Without
    // that a handful are slow before the balancer has seen the first.
    { measure: 'slow', thanMs: workMs * 17, atMost: 1 },
    {
      measure: 'attempts share',
      instance: 'stand-in-2',
      within: [
        ['fault', 2],
        ['after', 0]
      ],
      atMost: 0.05
    }
  ],
  note: scaledDown
}
