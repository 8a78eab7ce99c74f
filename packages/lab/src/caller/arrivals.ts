/** Requests that are due at a constant rate. */
export type Arrivals = {
  /** No further ones; resolves when those that have begun have ended, or after `ms`. */
  end(ms: number): Promise<void>
}

export type ArrivalsOptions = {
  readonly perSecond: number
  readonly inFlightMax: number
  /** Milliseconds that only go forward. */
  readonly clock: () => number
  readonly onDue: (due: number) => Promise<void>
  /** Too many are in flight. */
  readonly onMissed: (due: number) => void
}

const tickMs = 2

/**
 * Open loop, as wrk2: an answer that is slow holds nobody back, and after a pause of this process
 * what was due in it is sent at once, late, and counted as late.
 */
export function startArrivals(options: ArrivalsOptions): Arrivals {
  const { perSecond, inFlightMax, clock, onDue, onMissed } = options
  const stepMs = 1_000 / perSecond
  const inFlight = new Set<Promise<void>>()
  const startedAt = clock()
  let count = 0
  const timer = setInterval(() => {
    for (;;) {
      const due = startedAt + count * stepMs
      if (due > clock()) return
      count++
      if (inFlight.size >= inFlightMax) {
        onMissed(due)
        continue
      }
      const work = onDue(due)
      inFlight.add(work)
      void work.finally(() => inFlight.delete(work))
    }
  }, tickMs)
  return {
    async end(ms) {
      clearInterval(timer)
      let cancel = (): void => undefined
      const late = new Promise<void>(resolve => {
        const waiting = setTimeout(resolve, ms)
        cancel = () => clearTimeout(waiting)
      })
      await Promise.race([Promise.all(inFlight), late])
      cancel()
    }
  }
}
