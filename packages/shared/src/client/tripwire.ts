import type { Health } from './classify.ts'
import { createRolling } from './rolling.ts'

const failuresMax = 5
const samplesMin = 20
const successMin = 0.8
const windowSeconds = 10

export type TripReason = 'in-a-row' | 'rate'

export type Ended = {
  readonly health: Health
  /** Epoch milliseconds. */
  readonly startedAt: number
}

/** Decides by its attempts whether an endpoint that works has stopped doing so. */
export type Tripwire = {
  /** The reason to put it out, if there is one after this attempt. */
  note(ended: Ended, now: number): TripReason | undefined
  clear(): void
}

/** Five failures in a row, or fewer than 80 % good of at least 20 in 10 s. */
export function createTripwire(): Tripwire {
  const [good, bad] = [0, 1]
  const window = createRolling({ bucketMs: 1_000, buckets: windowSeconds, columns: 2 })
  let [inARow, failedAt] = [0, 0]
  const isTooBad = (now: number): boolean => {
    const [goods, bads] = [window.sum(good, now), window.sum(bad, now)]
    return goods + bads >= samplesMin && goods < successMin * (goods + bads)
  }
  return {
    note({ health, startedAt }, now) {
      if (health === 'nothing') return undefined
      window.add(health === 'good' ? good : bad, 1, now)
      if (health === 'good') {
        inARow = 0
        return undefined
      }
      // What was under way together fails together: one pause of a process is no row of failures.
      if (startedAt >= failedAt || now < failedAt) {
        inARow++
        failedAt = now
      }
      if (inARow >= failuresMax) return 'in-a-row'
      return isTooBad(now) ? 'rate' : undefined
    },
    clear() {
      inARow = 0
      window.clear()
    }
  }
}
