import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../src/registry/clock.ts'

/** A clock that a test moves by hand. */
export type ManualClock = Clock & {
  /** Moves on, runs what becomes due in its order, and lets settle what waits for it. */
  advance(ms: number): Promise<void>
  timers(): number
}

export function createManualClock(): ManualClock {
  let now = 1_000_000
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const until = now + ms
      for (;;) {
        await setImmediate()
        const [due] = [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
        if (due === undefined) break
        timers.delete(due)
        now = due.at
        due.run()
      }
      now = until
    },
    timers: () => timers.size
  }
}
