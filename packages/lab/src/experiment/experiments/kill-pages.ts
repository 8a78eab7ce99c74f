import type { Experiment, Rounds } from '../model.ts'
import { allAreBack, pageReads, pageServices, twoOfEach } from './common-pages.ts'

const times = 3
const roundSeconds = 7
const faultSeconds = times * roundSeconds

/** One instance of each service, 1.5 s apart; all are started again after the last was killed. */
const kills = pageServices.flatMap((service, index): Rounds['deeds'] => [
  {
    afterSeconds: index * 1.5,
    act: { kind: 'signal', instance: `${service}-2`, signal: 'KILL' }
  },
  { afterSeconds: 4.5, act: { kind: 'scale', service, count: 2 } }
])

export const killPages: Experiment = {
  name: 'kill-pages',
  question:
    'Does a shopper notice when instances of web, of product and of cart are killed with -9?',
  shape: twoOfEach,
  load: { kind: 'pages', perSecond: 20 },
  seconds: { calm: [8, 3], fault: [faultSeconds, faultSeconds], after: [8, 6] },
  steps: [{ phase: 'fault', act: { kind: 'rounds', times, seconds: roundSeconds, deeds: kills } }],
  limits: [
    { measure: 'failed', operations: pageReads, atMost: 0 },
    // A form that was under way in the instance of web that was killed is not sent again.
    { measure: 'failed', atMost: times },
    ...allAreBack
  ]
}
