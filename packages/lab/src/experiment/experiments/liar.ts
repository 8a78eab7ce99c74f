import type { Experiment } from '../model.ts'
import { scaledDown, standInOfThree, standInReads } from './common.ts'

export const liar: Experiment = {
  name: 'liar',
  question: 'Does an instance that answers 500 at once draw the traffic to itself?',
  shape: standInOfThree,
  load: standInReads,
  seconds: { calm: [5, 3], fault: [10, 6], after: [5, 1] },
  steps: [
    { phase: 'fault', act: { kind: 'behave', instance: 'stand-in-2', behaviour: { status: 500 } } },
    { phase: 'after', act: { kind: 'behave', instance: 'stand-in-2', behaviour: {} } }
  ],
  limits: [
    { measure: 'failed', atMost: 10 },
    {
      measure: 'attempts share',
      instance: 'stand-in-2',
      // Five failures in a row are needed, and at this rate take longer than 100 ms.
      within: [
        ['fault', 0.5],
        ['after', 0]
      ],
      atMost: 0.01
    }
  ],
  note: `${scaledDown} The share counts from 500 ms on, in which come as many \
requests as in 100 ms at 500 a second.`
}
