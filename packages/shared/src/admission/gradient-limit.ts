/** How many requests a process takes at a time, learnt from how long they take. */
export type GradientLimit = {
  current(): number
  /** Whether it can go down no further. */
  isAtMin(): boolean
  /** Learns from a window of time. */
  learn(window: {
    /** How many times longer than usual a request took; 1 is as usual. */
    readonly slowdown: number
    /** The most that were in flight at a time. */
    readonly inFlightMax: number
  }): void
}

export type LimitRange = {
  readonly initial: number
  readonly min: number
  readonly max: number
}

/** A request may take this much longer than usual before the limit goes down. */
const tolerance = 1.5
/** By how much the limit goes up in a window. */
const growth = 4
/** The part of the way down that is gone in a window. */
const smoothing = 0.2
/** At most half is taken off, so that a few odd requests do not shut the door. */
const gradientMin = 0.5

/**
 * After Gradient2 of Netflix's concurrency-limits: a limit that is reached while requests are as
 * fast as usual goes up, one that is reached while they are slow goes down in proportion. Two
 * differences: it does not go up while it goes down, since adding `growth` to a gradient just below
 * 1 raises the limit without end under a light overload (its pull request 134), and it goes up
 * without smoothing, since a store that takes a hundred at a time would be waited for a minute.
 */
export function createGradientLimit({ initial, min, max }: LimitRange): GradientLimit {
  let limit = initial
  return {
    current: () => Math.floor(limit),
    isAtMin: () => limit <= min,
    learn({ slowdown, inFlightMax }) {
      // A limit that was not near being reached has not been tried.
      if (inFlightMax < limit / 2) return
      const gradient = Math.min(1, Math.max(gradientMin, tolerance / slowdown))
      const change = gradient === 1 ? growth : limit * (gradient - 1) * smoothing
      limit = Math.min(max, Math.max(min, limit + change))
    }
  }
}
