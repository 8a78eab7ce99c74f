import type { Experiment } from '../model.ts'
import { scaledDown, standInReads } from './common.ts'

export const alone: Experiment = {
  name: 'alone',
  question: 'Is an only instance that answers nothing but 500 left alone, and found well again?',
  shape: { parts: 'stand-in', instances: { 'stand-in': 1 } },
  load: standInReads,
  seconds: { calm: [5, 2], fault: [10, 5], after: [10, 6] },
  steps: [
    { phase: 'fault', act: { kind: 'behave', instance: 'stand-in-1', behaviour: { status: 500 } } },
    { phase: 'after', act: { kind: 'behave', instance: 'stand-in-1', behaviour: {} } }
  ],
  limits: [
    {
      measure: 'attempts per request',
      within: [
        ['fault', 1],
        ['after', 0]
      ],
      // One trial a second, and a few seconds' worth of chance.
      atMost: 0.1
    },
    // Three trials in a row must be good, one a second.
    { measure: 'recovery seconds', atMost: 5 }
  ],
  note: scaledDown
}
