import type { Mechanism } from './mechanisms.ts'

/**
 * The mechanism that each experiment is there to show: it holds with it and fails without. CI runs
 * both ways (`npm run experiment -- --pairs --quick`).
 */
export const pairs: readonly { readonly experiment: string; readonly without: Mechanism }[] = [
  { experiment: 'kill', without: 'retry' },
  { experiment: 'stop', without: 'timeout' },
  { experiment: 'hang', without: 'timeout' },
  { experiment: 'liar', without: 'failure-accrual' },
  { experiment: 'alone', without: 'breaker' },
  { experiment: 'slow', without: 'timeout' },
  { experiment: 'product-away', without: 'cache' },
  { experiment: 'retry-storm', without: 'budget' },
  { experiment: 'overload', without: 'admission' },
  { experiment: 'registry-down', without: 'last-known' },
  { experiment: 'registry-empty', without: 'last-known' },
  { experiment: 'flapping-check', without: 'retry' },
  { experiment: 'rolling-restart', without: 'drain' },
  { experiment: 'kill-pages', without: 'retry' },
  { experiment: 'stop-pages', without: 'retry' },
  { experiment: 'rolling-shop', without: 'drain' }
]
