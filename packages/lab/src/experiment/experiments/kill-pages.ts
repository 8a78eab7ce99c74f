import type { Experiment, Step } from '../model.ts'

const services = ['web', 'product', 'cart']
const rounds = 3
const roundSeconds = 8

export const killPages: Experiment = {
  name: 'kill-pages',
  question:
    'Does a shopper notice when instances of web, of product and of cart are killed with -9?',
  shape: {
    parts: 'shop',
    instances: Object.fromEntries(services.map(service => [service, 2]))
  },
  load: { kind: 'pages', perSecond: 10 },
  seconds: { calm: [8, 5], fault: [rounds * roundSeconds, rounds * roundSeconds], after: [5, 3] },
  steps: Array.from({ length: rounds }, (_, round) => killsOf(round * roundSeconds)).flat(),
  // A form that was under way in the instance of web that was killed is not sent again.
  limits: [
    {
      measure: 'failed',
      operations: ['home', 'category', 'search', 'product', 'cart', 'order'],
      atMost: 0
    },
    { measure: 'failed', atMost: rounds },
    ...services.map(
      service => ({ measure: 'registered', service, atLeast: 2 }) satisfies Experiment['limits'][0]
    )
  ]
}

/** One instance of each service, two seconds apart; each is started again when the last was killed. */
function killsOf(fromSeconds: number): readonly Step[] {
  return services.flatMap((service, index): readonly Step[] => [
    {
      phase: 'fault',
      afterSeconds: fromSeconds + index * 2,
      act: { kind: 'signal', instance: `${service}-2`, signal: 'KILL' }
    },
    {
      phase: 'fault',
      afterSeconds: fromSeconds + services.length * 2,
      act: { kind: 'scale', service, count: 2 }
    }
  ])
}
