// Loaded before the target of every npm script: a test run or a benchmark must not go on when npm
// was killed. What stops in an orderly way on SIGTERM does so here too.
import { watchParent } from './watch-parent.mjs'

watchParent(() => process.kill(process.pid, 'SIGTERM'))
