/**
 * Tells how long to wait before the next round, so that rounds follow each other freely for a
 * moment but not for long.
 */
export type RoundLimit = {
  /** Takes the right to one round; the answer is the wait before it, in milliseconds. */
  take(now: number): number
}

/** A token bucket of `burst` rounds that gets one back every `everyMs`. */
export function createRoundLimit(options: {
  readonly burst: number
  readonly everyMs: number
  readonly now: number
}): RoundLimit {
  const { burst, everyMs } = options
  let [tokens, last] = [burst, options.now]
  return {
    take(now) {
      // A clock that is set back must not lock the bucket.
      tokens = Math.min(burst, tokens + Math.max(0, now - last) / everyMs)
      last = now
      tokens -= 1
      return tokens >= 0 ? 0 : -tokens * everyMs
    }
  }
}
