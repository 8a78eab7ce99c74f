/** How long to wait after failures in a row; every success begins anew. */
export type BackOff = {
  /** Milliseconds until the next attempt. */
  afterFailure(): number
  reset(): void
}

/**
 * The limit doubles with every failure, and the wait is anything up to it: many processes that lost
 * the same registry do not come back at the same moment.
 */
export function createBackOff(options: {
  readonly firstMs: number
  readonly mostMs: number
  readonly random: () => number
}): BackOff {
  const { firstMs, mostMs, random } = options
  let failures = 0
  return {
    afterFailure: () => random() * Math.min(mostMs, firstMs * 2 ** failures++),
    reset: () => void (failures = 0)
  }
}
