import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const waitMs = 60_000

/** Looks again and again until something is found; fails after a minute. */
export async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    const found = await look()
    if (found !== undefined) return found
    assert.ok(Date.now() < end, 'what is waited for has not come within a minute')
  }
}
