import type { Experiment } from '../model.ts'
import { standInOfThree } from './common.ts'

const services = ['web', 'customer', 'product', 'cart', 'billing', 'payment']

/** Forms are sent once and never again, so that nothing but the drain can keep them. */
export const rollingRestart: Experiment = {
  name: 'rolling-restart',
  question:
    'Is a request lost, one without a key included, when every instance is restarted in turn?',
  shape: { ...standInOfThree, env: { STAND_IN_WORK_MS: '60' } },
  load: { kind: 'calls', target: 'stand-in', perSecond: 100, mix: { form: 70, get: 30 } },
  seconds: { calm: [3, 2], fault: [1, 1], after: [5, 2] },
  steps: [{ phase: 'fault', act: { kind: 'restart', services: ['stand-in'] } }],
  limits: [
    { measure: 'failed', atMost: 0 },
    { measure: 'registered', service: 'stand-in', atLeast: 3 }
  ]
}

/** A form that was sent is not sent again: nothing but the drain of web keeps those under way. */
export const rollingShop: Experiment = {
  name: 'rolling-shop',
  question: 'Does a shopper notice when every instance of every service is restarted in turn?',
  shape: {
    parts: 'shop',
    instances: Object.fromEntries(services.map(service => [service, 2]))
  },
  load: { kind: 'pages', perSecond: 10, shoppers: 'pay slowly' },
  seconds: { calm: [10, 5], fault: [1, 1], after: [10, 5] },
  steps: [{ phase: 'fault', act: { kind: 'restart', services } }],
  limits: [{ measure: 'failed', atMost: 0 }],
  note: `The load is 10 requests a second: sixteen processes share two cores, and each restart \
takes one of them for a second. Every shopper pays with a card that takes the provider ten seconds, \
so that forms are under way all the time: web answers them after up to six.`
}
