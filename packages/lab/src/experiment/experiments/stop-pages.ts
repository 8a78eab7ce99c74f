import type { Experiment, Rounds } from '../model.ts'
import { allAreBack, pageReads, pageServices, twoOfEach } from './common-pages.ts'

const times = 2
const stopSeconds = 5
const stepSeconds = 6
const roundSeconds = pageServices.length * stepSeconds

/** One instance of each service hangs in turn, for longer than an attempt at a page lasts. */
const stops = pageServices.flatMap((service, index): Rounds['acts'] => {
  const instance = `${service}-2`
  const begin = index * stepSeconds
  const end = begin + stopSeconds
  return [
    { afterSeconds: begin, act: { kind: 'signal', instance, signal: 'STOP' } },
    { afterSeconds: end, act: { kind: 'signal', instance, signal: 'CONT' } }
  ]
})
const faultSeconds = times * roundSeconds

export const stopPages: Experiment = {
  name: 'stop-pages',
  question: 'Does a shopper notice when instances of web, of product and of cart hang (SIGSTOP)?',
  shape: twoOfEach,
  load: { kind: 'pages', perSecond: 20 },
  seconds: { calm: [8, 3], fault: [faultSeconds, faultSeconds], after: [5, 4] },
  steps: [{ phase: 'fault', act: { kind: 'rounds', times, seconds: roundSeconds, acts: stops } }],
  limits: [
    { measure: 'failed', operations: pageReads, atMost: 0 },
    // A form that an instance of web has taken before it hung is not sent again.
    { measure: 'failed', atMost: 2 * pageServices.length },
    ...allAreBack
  ],
  note: `On SQLite an instance that is stopped inside a write blocks the writes of the other for as \
long; that is a form or two, if it happens.`
}
