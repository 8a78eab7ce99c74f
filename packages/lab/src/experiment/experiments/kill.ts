import type { Experiment } from '../model.ts'
import { cartOfThree, everything, scaledDown } from './common.ts'

export const kill: Experiment = {
  name: 'kill',
  question: 'Does a caller notice when one of three instances is killed with -9, and then another?',
  shape: cartOfThree,
  load: everything,
  seconds: { calm: [5, 2], fault: [12, 8], after: [5, 2] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'cart-2', signal: 'KILL' } },
    { phase: 'fault', afterSeconds: 2, act: { kind: 'scale', service: 'cart', count: 3 } },
    {
      phase: 'fault',
      afterSeconds: 6,
      act: { kind: 'signal', instance: 'cart-3', signal: 'KILL' }
    },
    { phase: 'after', act: { kind: 'scale', service: 'cart', count: 3 } }
  ],
  limits: [{ measure: 'failed', atMost: 0 }],
  note: scaledDown
}
