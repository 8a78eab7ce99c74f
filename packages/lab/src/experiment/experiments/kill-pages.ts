import type { Experiment, Rounds } from '../model.ts'
import { allAreBack, pageReads, pageServices, twoOfEach } from './common-pages.ts'

const times = 3
const roundSeconds = 5
const faultSeconds = times * (roundSeconds + 2)

/** One instance of each service, 1.5 s apart; two seconds later the first of them is started again. */
const kills: Rounds['acts'] = pageServices.map((service, index) => ({
  afterSeconds: index * 1.5,
  act: { kind: 'signal', instance: `${service}-2`, signal: 'KILL' }
}))

export const killPages: Experiment = {
  name: 'kill-pages',
  question:
    'Does a shopper notice when instances of web, of product and of cart are killed with -9?',
  shape: twoOfEach,
  load: { kind: 'pages', perSecond: 20 },
  seconds: { calm: [8, 3], fault: [faultSeconds, faultSeconds], after: [8, 6] },
  steps: [{ phase: 'fault', act: { kind: 'rounds', times, seconds: roundSeconds, acts: kills } }],
  limits: [
    { measure: 'failed', operations: pageReads, atMost: 0 },
    // Forms that were under way in the instance of web that was killed are not sent again.
    { measure: 'failed', atMost: 3 * times },
    ...allAreBack
  ]
}
