import { alone } from './experiments/alone.ts'
import { flappingCheck } from './experiments/flapping-check.ts'
import { hang } from './experiments/hang.ts'
import { kill } from './experiments/kill.ts'
import { killPages } from './experiments/kill-pages.ts'
import { liar } from './experiments/liar.ts'
import { overload } from './experiments/overload.ts'
import { productAway } from './experiments/product-away.ts'
import { registryDown, registryEmpty } from './experiments/registry.ts'
import { retryStorm } from './experiments/retry-storm.ts'
import { rollingRestart, rollingShop } from './experiments/rolling-restart.ts'
import { slow } from './experiments/slow.ts'
import { stop } from './experiments/stop.ts'
import { stopPages } from './experiments/stop-pages.ts'
import type { Experiment } from './model.ts'

/** In the order of `--list` and `--all`. */
export const experiments: readonly Experiment[] = [
  kill,
  stop,
  hang,
  liar,
  alone,
  slow,
  productAway,
  retryStorm,
  overload,
  registryDown,
  registryEmpty,
  flappingCheck,
  rollingRestart,
  killPages,
  stopPages,
  rollingShop
]
