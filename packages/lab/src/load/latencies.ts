/**
 * Counts durations in classes that are 5 % wide, so that a long run needs no more memory than a
 * short one.
 */
export type Latencies = {
  /** Milliseconds. */
  add(ms: number): void
  summary(): LatencySummary
}

/** Milliseconds; the upper end of the class that a percentile falls into. */
export type LatencySummary = {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

const factor = 1.05
const smallestMs = 0.1
const classes = 300

export function createLatencies(): Latencies {
  const counts = new Uint32Array(classes)
  let total = 0
  let max = 0
  const percentile = (share: number): number => {
    let left = Math.ceil(total * share)
    for (const [index, count] of counts.entries()) {
      left -= count
      if (left <= 0) return Math.min(rounded(max), upperEnd(index))
    }
    return rounded(max)
  }
  return {
    add(ms) {
      const index = Math.ceil(Math.log(Math.max(ms, smallestMs) / smallestMs) / Math.log(factor))
      counts[Math.min(index, classes - 1)]! += 1
      total++
      max = Math.max(max, ms)
    },
    summary: () =>
      total === 0
        ? { p50: 0, p95: 0, p99: 0, max: 0 }
        : { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), max: rounded(max) }
  }
}

function upperEnd(index: number): number {
  return rounded(smallestMs * factor ** index)
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
