import type { Experiment } from '../model.ts'

const services = ['web', 'product', 'cart']

export const killPages: Experiment = {
  name: 'kill-pages',
  question:
    'Does a shopper notice when an instance of web, of product and of cart is killed with -9?',
  shape: {
    parts: 'shop',
    instances: Object.fromEntries(services.map(service => [service, 2]))
  },
  load: { kind: 'pages', perSecond: 10 },
  seconds: { calm: [8, 5], fault: [20, 10], after: [5, 3] },
  steps: services.map((service, index) => ({
    phase: 'fault',
    afterSeconds: index * 2,
    act: { kind: 'signal', instance: `${service}-2`, signal: 'KILL' }
  })),
  // A form that was under way in the instance of web that was killed is not sent again.
  limits: [
    {
      measure: 'failed',
      operations: ['home', 'category', 'search', 'product', 'cart', 'order'],
      atMost: 0
    },
    { measure: 'failed', atMost: 1 }
  ]
}
