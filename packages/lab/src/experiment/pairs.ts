import type { Mechanism } from './mechanisms.ts'
import type { Limit } from './model.ts'

export type Pair = {
  readonly experiment: string
  readonly without: Mechanism
  /** What the mechanism is for: a limit on this must be missed, and any other proves nothing. */
  readonly misses: Limit['measure']
}

/**
 * The mechanism that each experiment is there to show: it holds with it and fails without. CI runs
 * both ways (`npm run experiment -- --pairs --quick`).
 */
export const pairs: readonly Pair[] = [
  { experiment: 'kill', without: 'retry', misses: 'failed' },
  { experiment: 'stop', without: 'timeout', misses: 'failed' },
  { experiment: 'hang', without: 'timeout', misses: 'failed' },
  { experiment: 'liar', without: 'failure-accrual', misses: 'attempts share' },
  { experiment: 'alone', without: 'breaker', misses: 'attempts per request' },
  { experiment: 'slow', without: 'timeout', misses: 'slow' },
  { experiment: 'product-away', without: 'cache', misses: 'failed' },
  { experiment: 'retry-storm', without: 'budget', misses: 'attempts per request' },
  { experiment: 'overload', without: 'admission', misses: 'goodput' },
  { experiment: 'registry-down', without: 'last-known', misses: 'failed' },
  { experiment: 'registry-empty', without: 'last-known', misses: 'failed' },
  { experiment: 'flapping-check', without: 'retry', misses: 'failed' },
  { experiment: 'rolling-restart', without: 'drain', misses: 'failed' },
  { experiment: 'kill-pages', without: 'retry', misses: 'failed' },
  { experiment: 'stop-pages', without: 'retry', misses: 'failed' },
  { experiment: 'rolling-shop', without: 'drain', misses: 'failed' }
]
