import type { Experiment } from '../model.ts'
import { cartOfThree, everything, reads, scaledDown } from './common.ts'

export const stop: Experiment = {
  name: 'stop',
  question: 'Does a caller notice when one of three instances hangs (SIGSTOP)?',
  shape: cartOfThree,
  load: everything,
  onSqlite: {
    load: reads,
    why: `Only reads, on SQLite: a process that is stopped inside a write blocks the writes of \
all. With MYSQL_URL there are writes too.`
  },
  seconds: { calm: [5, 2], fault: [10, 5], after: [5, 2] },
  steps: [
    { phase: 'fault', act: { kind: 'signal', instance: 'cart-2', signal: 'STOP' } },
    { phase: 'after', act: { kind: 'signal', instance: 'cart-2', signal: 'CONT' } }
  ],
  limits: [{ measure: 'failed', atMost: 0 }],
  note: scaledDown
}
