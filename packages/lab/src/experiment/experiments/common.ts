import type { Experiment, Shape } from '../model.ts'

type Load = Experiment['load']

export const cartOfThree: Shape = { parts: 'cart', instances: { cart: 3 } }
export const standInOfThree: Shape = { parts: 'stand-in', instances: { 'stand-in': 3 } }

const perSecond = 100

export const scaledDown = `The load is ${perSecond} requests a second, not 500: caller and \
instances share two cores. --load 500 sends 500.`

/** Reads, and every kind of write that may be repeated. */
export const everything: Load = {
  kind: 'calls',
  target: 'cart',
  perSecond,
  mix: { get: 60, put: 15, open: 10, post: 8, delete: 7 }
}

export const reads: Load = { kind: 'calls', target: 'cart', perSecond, mix: { get: 1 } }

export const standInReads: Load = {
  kind: 'calls',
  target: 'stand-in',
  perSecond,
  mix: { get: 1 }
}
