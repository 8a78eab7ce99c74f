import type { Experiment, Moment } from '../model.ts'
import { standInOfThree } from './common.ts'

const [instances, places, workMs] = [3, 2, 50]
/** Requests a second that all instances together can serve, by how they are made. */
const capacity = (instances * places * 1_000) / workMs
const during: readonly [Moment, Moment] = [
  // The limits learn from a second of it.
  ['calm', 3],
  ['after', 0]
]

export const overload: Experiment = {
  name: 'overload',
  question: 'What is served when three times the capacity is asked for, and are orders?',
  shape: {
    ...standInOfThree,
    env: { STAND_IN_PLACES: String(places), STAND_IN_WORK_MS: String(workMs) }
  },
  load: {
    kind: 'calls',
    target: 'stand-in',
    perSecond: 3 * capacity,
    mix: { get: 90, order: 10 }
  },
  isLoadFixed: true,
  seconds: { calm: [5, 3], fault: [20, 8], after: [0, 0] },
  steps: [],
  limits: [
    { measure: 'goodput', within: during, atLeast: 0.8 * capacity },
    { measure: 'served share', operations: ['order'], within: during, atLeast: 0.95 }
  ],
  note: `The capacity is ${capacity} requests a second by construction (${instances} instances, \
${places} places, ${workMs} ms of work), so that the caller can send three times as many.`
}
