import type { Experiment } from '../model.ts'

export const productAway: Experiment = {
  name: 'product-away',
  question: 'Can one look at products while every instance of product is down, and after?',
  shape: { parts: 'product', instances: { product: 2 } },
  load: { kind: 'calls', target: 'product', perSecond: 50, mix: { get: 1 } },
  seconds: { calm: [5, 3], fault: [15, 5], after: [10, 6] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'product-1', signal: 'KILL' } },
    { phase: 'fault', act: { kind: 'signal', instance: 'product-2', signal: 'KILL' } },
    { phase: 'after', act: { kind: 'scale', service: 'product', count: 2 } }
  ],
  limits: [
    { measure: 'failed', atMost: 0 },
    {
      measure: 'stale',
      // Two seconds are usual: a start, and a look by the client each second. What is answered then is
      // kept for a second.
      within: [
        ['after', 5],
        ['end', 0]
      ],
      atMost: 0
    },
    { measure: 'registered', service: 'product', atLeast: 2 }
  ]
}
