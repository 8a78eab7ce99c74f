/** Time as the registry sees it, so that a test can move it by hand. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Runs once after `ms`; the answer cancels it. Keeps no process alive. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, timerMsMax))
    timer.unref()
    return () => clearTimeout(timer)
  }
}

/** A longer timer would run at once. */
const timerMsMax = 2 ** 31 - 1
