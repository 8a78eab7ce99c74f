import type { Experiment } from '../model.ts'
import { cartOfThree, everything, scaledDown } from './common.ts'

/** The embedded registry keeps no services on disk, as an agent in development mode. */
const restarted =
  'When it comes back it knows nobody, until the instances notice and register again.'

export const registryDown: Experiment = {
  name: 'registry-down',
  question: 'Does a caller notice while the registry is down?',
  shape: cartOfThree,
  load: everything,
  seconds: { calm: [5, 2], fault: [60, 10], after: [15, 14] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'registry', signal: 'KILL' } },
    { phase: 'after', act: { kind: 'scale', service: 'registry', count: 1 } }
  ],
  limits: [
    { measure: 'failed', atMost: 0 },
    { measure: 'registered', service: 'cart', atLeast: 3 }
  ],
  note: `${scaledDown} ${restarted}`
}

export const registryEmpty: Experiment = {
  name: 'registry-empty',
  question: 'Does a caller notice when the registry is started anew and knows nobody?',
  shape: cartOfThree,
  load: everything,
  seconds: { calm: [5, 2], fault: [2, 2], after: [15, 14] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'registry', signal: 'KILL' } },
    { phase: 'fault', afterSeconds: 0.5, act: { kind: 'scale', service: 'registry', count: 1 } }
  ],
  limits: [
    { measure: 'failed', atMost: 0 },
    { measure: 'registered', service: 'cart', atLeast: 3 }
  ],
  note: `${scaledDown} ${restarted}`
}
