import type { Experiment } from '../model.ts'
import { cartOfThree, everything, scaledDown } from './common.ts'

export const kill: Experiment = {
  name: 'kill',
  question: 'Does a caller notice when one of three instances is killed with -9?',
  shape: cartOfThree,
  load: everything,
  seconds: { calm: [5, 2], fault: [10, 5], after: [5, 2] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'cart-2', signal: 'KILL' } },
    { phase: 'after', act: { kind: 'scale', service: 'cart', count: 3 } }
  ],
  limits: [{ measure: 'failed', atMost: 0 }],
  note: scaledDown
}
