import type { Clock } from './clock.ts'

const halfMs = 30_000
const operationsMax = 200
/** So many answers make a percentile worth something. */
const samplesMin = 100
/** Buckets grow by an eighth of a power of two: 9 % each, from 1 ms to 64 s. */
const bucketsPerDouble = 8
const buckets = 16 * bucketsPerDouble

/** How long the answers of each operation take: percentiles over the last 30 to 60 seconds. */
export type Latencies = {
  record(operation: string, durationMs: number): void
  /** Milliseconds, at most 9 % too many; nothing while there are fewer than 100 answers. */
  percentile(operation: string, share: number): number | undefined
}

type Histogram = { counts: Uint32Array; total: number; startedAt: number }
type Seen = { old: Histogram; young: Histogram; known: Map<number, number>; knownUntil: number }

export function createLatencies(clock: Clock): Latencies {
  const seen = new Map<string, Seen>()
  const seenOf = (operation: string): Seen => {
    const found = seen.get(operation)
    if (found !== undefined) return found
    // Operations are few by their definition; a mistake in one must not fill the memory.
    if (seen.size >= operationsMax) seen.clear()
    const now = clock.now()
    const made = { old: empty(now), young: empty(now), known: new Map(), knownUntil: 0 }
    seen.set(operation, made)
    return made
  }
  const turned = (operation: string, now: number): Seen => {
    const found = seenOf(operation)
    const age = now - found.young.startedAt
    if (age >= halfMs) {
      found.old = age < 2 * halfMs ? found.young : empty(now)
      found.young = empty(now)
    }
    return found
  }
  return {
    record(operation, durationMs) {
      const { young } = turned(operation, clock.now())
      const bucket = bucketOf(durationMs)
      young.counts[bucket] = (young.counts[bucket] ?? 0) + 1
      young.total++
    },
    percentile(operation, share) {
      const now = clock.now()
      const found = turned(operation, now)
      // It is asked for at every attempt and changes slowly.
      if (now >= found.knownUntil) {
        found.known.clear()
        found.knownUntil = now + 1_000
      }
      const known = found.known.get(share)
      if (known !== undefined) return known
      const read = percentileOf(found, share)
      if (read !== undefined) found.known.set(share, read)
      return read
    }
  }
}

function empty(startedAt: number): Histogram {
  return { counts: new Uint32Array(buckets), total: 0, startedAt }
}

function bucketOf(durationMs: number): number {
  if (durationMs <= 1) return 0
  return Math.min(buckets - 1, Math.ceil(Math.log2(durationMs) * bucketsPerDouble))
}

function percentileOf({ old, young }: Seen, share: number): number | undefined {
  const total = old.total + young.total
  if (total < samplesMin) return undefined
  let rest = total * (1 - share)
  for (let bucket = buckets - 1; bucket > 0; bucket--) {
    rest -= (old.counts[bucket] ?? 0) + (young.counts[bucket] ?? 0)
    if (rest < 0) return 2 ** (bucket / bucketsPerDouble)
  }
  return 1
}
