import type { Clock } from './clock.ts'

const secondsKept = 60
const endpointsMax = 1_000

/** What was seen of one endpoint in one second. */
export type Second = { readonly requests: number; readonly errors: number; readonly meanMs: number }

/** Requests, errors and latency per endpoint, for the status page: a ring of the last 60 seconds each. */
export type Traffic = {
  record(endpointId: string, seen: { readonly durationMs: number; readonly isError: boolean }): void
  /** Oldest first, always 60 entries; the last is the second that is running. */
  of(endpointId: string): readonly Second[]
}

type Bucket = { second: number; requests: number; errors: number; totalMs: number }
/** Of seconds in which nothing was asked there is no bucket. */
type Ring = (Bucket | undefined)[]

export function createTraffic(clock: Clock): Traffic {
  const rings = new Map<string, Ring>()
  const ringOf = (endpointId: string): Ring => {
    const known = rings.get(endpointId)
    if (known !== undefined) return known
    if (rings.size >= endpointsMax) rings.clear()
    const ring: Ring = new Array<undefined>(secondsKept).fill(undefined)
    rings.set(endpointId, ring)
    return ring
  }
  return {
    record(endpointId, { durationMs, isError }) {
      const second = Math.floor(clock.now() / 1000)
      const ring = ringOf(endpointId)
      let bucket = ring[second % secondsKept]
      if (bucket?.second !== second) {
        bucket = emptyBucket(second)
        ring[second % secondsKept] = bucket
      }
      bucket.requests++
      bucket.totalMs += durationMs
      if (isError) bucket.errors++
    },
    of(endpointId) {
      const last = Math.floor(clock.now() / 1000)
      const ring = rings.get(endpointId) ?? []
      return Array.from({ length: secondsKept }, (_unused, index) => {
        const second = last - secondsKept + 1 + index
        const bucket = ring[second % secondsKept]
        if (bucket?.second !== second || bucket.requests === 0) return quiet
        const { requests, errors, totalMs } = bucket
        return { requests, errors, meanMs: totalMs / requests }
      })
    }
  }
}

const quiet: Second = { requests: 0, errors: 0, meanMs: 0 }

function emptyBucket(second: number): Bucket {
  return { second, requests: 0, errors: 0, totalMs: 0 }
}
