import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the event loop is. */
export type DelayProbe = {
  /** The mean since it was last asked, in milliseconds. */
  read(): number
  close(): void
}

const resolutionMs = 20

/**
 * The mean, as @fastify/under-pressure has it: one long turn among many short ones is no overload,
 * and of a loop that is late all the time most turns are.
 */
export function createDelayProbe(): DelayProbe {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  return {
    read() {
      const meanMs = delay.mean / 1e6 - resolutionMs
      delay.reset()
      // Without a turn of the loop in between there is no mean.
      return Number.isFinite(meanMs) ? Math.max(0, meanMs) : 0
    },
    close: () => void delay.disable()
  }
}
