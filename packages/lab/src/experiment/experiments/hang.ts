import type { Experiment } from '../model.ts'
import { cartOfThree, reads, scaledDown } from './common.ts'

export const hang: Experiment = {
  name: 'hang',
  question: 'Does a caller notice that an instance never answers, while its check passes?',
  // The proxy runs from the start: its start must not take part of the fault.
  shape: { ...cartOfThree, instances: { ...cartOfThree.instances, proxy: 1 } },
  load: reads,
  seconds: { calm: [5, 2], fault: [10, 5], after: [5, 2] },
  steps: [{ phase: 'fault', act: { kind: 'wire', instance: 'cart-2', fault: { kind: 'hang' } } }],
  limits: [{ measure: 'failed', atMost: 0 }],
  note: scaledDown
}
