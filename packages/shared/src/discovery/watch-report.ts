import { createBackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import type { DiscoveryEvent } from './events.ts'
import type { SetKeeper } from './set-keeper.ts'
import type { Sighting } from './sighting.ts'

/** What one watch reports of each of its rounds, whatever it asks. */
export type WatchReport = {
  succeeded(sightings: readonly Sighting[], confirmedAt?: number): void
  /** So many entries of an answer were left out of the set. */
  skipped(count: number): void
  /** Answers how long to wait before the next round, in milliseconds. */
  failed(reason: string): number
}

const backOffMs = { firstMs: 100, mostMs: 10_000 }

/**
 * Keeps the set, and tells once when its source is lost, once when it is found again, and what is
 * skipped when that has changed.
 */
export function createWatchReport(options: {
  readonly service: string
  readonly keeper: SetKeeper
  readonly clock: Clock
  readonly random: () => number
  readonly onEvent: (event: DiscoveryEvent) => void
}): WatchReport {
  const { service, keeper, clock, random, onEvent } = options
  const backOff = createBackOff({ ...backOffMs, random })
  let lostAt: number | undefined
  let skippedLast = 0
  return {
    succeeded(sightings, confirmedAt) {
      if (lostAt !== undefined) onEvent({ kind: 'found', service, afterMs: clock.now() - lostAt })
      lostAt = undefined
      backOff.reset()
      keeper.tell(sightings, confirmedAt)
    },
    skipped(count) {
      if (count > 0 && count !== skippedLast) onEvent({ kind: 'skipped', service, count })
      skippedLast = count
    },
    failed(reason) {
      if (lostAt === undefined) onEvent({ kind: 'lost', service, reason })
      lostAt ??= clock.now()
      keeper.lose(reason)
      return backOff.afterFailure()
    }
  }
}
