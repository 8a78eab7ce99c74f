import type { Act, Experiment } from '../model.ts'
import { scaledDown, standInOfThree, standInReads } from './common.ts'

const all = ['stand-in-1', 'stand-in-2', 'stand-in-3']

export const retryStorm: Experiment = {
  name: 'retry-storm',
  question: 'Do repeats multiply the load while half of all answers are 503?',
  shape: standInOfThree,
  load: standInReads,
  seconds: { calm: [5, 2], fault: [30, 8], after: [10, 7] },
  steps: [
    ...all.map(instance => ({ phase: 'fault', act: half(instance) }) as const),
    ...all.map(instance => ({ phase: 'after', act: well(instance) }) as const)
  ],
  limits: [
    {
      measure: 'attempts per request',
      within: [
        ['fault', 0],
        ['after', 0]
      ],
      atMost: 'budget'
    },
    {
      measure: 'failed share',
      within: [
        ['after', 5],
        ['end', 0]
      ],
      atMost: 0.01
    }
  ],
  note: scaledDown
}

function half(instance: string): Act {
  return { kind: 'behave', instance, behaviour: { status: 503, share: 0.5 } }
}

function well(instance: string): Act {
  return { kind: 'behave', instance, behaviour: {} }
}
