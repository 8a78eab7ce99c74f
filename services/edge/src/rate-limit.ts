const clientsMax = 10_000

export type RateLimit = {
  /** Takes one request of a client; answers the seconds to wait, 0 when it may go on. */
  take(client: string): number
}

/**
 * A token bucket per client, refilled evenly. Holds at most 10,000 clients: the longest unseen is
 * forgotten first, which gives it a full bucket again.
 */
export function createRateLimit(options: {
  readonly perMinute: number
  readonly clock: () => number
}): RateLimit {
  const { perMinute, clock } = options
  const perMs = perMinute / 60_000
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>()
  return {
    take(client) {
      const now = clock()
      const known = buckets.get(client) ?? { tokens: perMinute, at: now }
      const tokens = Math.min(perMinute, known.tokens + Math.max(0, now - known.at) * perMs)
      const isAllowed = tokens >= 1
      // Set anew, so that the map stays in the order of last use.
      buckets.delete(client)
      buckets.set(client, { tokens: isAllowed ? tokens - 1 : tokens, at: now })
      if (buckets.size > clientsMax) buckets.delete(buckets.keys().next().value ?? '')
      return isAllowed ? 0 : Math.ceil((1 - tokens) / perMs / 1000)
    }
  }
}
