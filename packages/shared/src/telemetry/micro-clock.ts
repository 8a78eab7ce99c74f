import { performance } from 'node:perf_hooks'

/**
 * Epoch microseconds that grow evenly. The wall clock alone has milliseconds, too coarse to order
 * spans; the monotonic clock alone stands still while a laptop sleeps and ignores corrections. So
 * the monotonic clock counts and is set anew whenever it has parted from the wall clock.
 */
export function createMicroClock(
  clocks: {
    readonly wallMs: () => number
    readonly monotonicMs: () => number
    readonly originMs: number
  } = {
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    originMs: performance.timeOrigin
  }
): () => number {
  let origin = clocks.originMs
  return () => {
    const elapsed = clocks.monotonicMs()
    const wall = clocks.wallMs()
    if (Math.abs(origin + elapsed - wall) > driftMaxMs) origin = wall - elapsed
    return Math.round((origin + elapsed) * 1000)
  }
}

const driftMaxMs = 20
