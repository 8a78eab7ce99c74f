/** How long to wait before a process that died by itself is started again. All in milliseconds. */
export type BackOff = {
  readonly firstMs: number
  readonly mostMs: number
  /** A life of this length counts as healthy: the next wait is the first one again. */
  readonly resetAfterMs: number
}

export const defaultBackOff: BackOff = { firstMs: 250, mostMs: 10_000, resetAfterMs: 60_000 }

/** The next wait, after one of `lastMs` (0: there was none) and a life of `livedMs`. */
export function nextWait(
  { firstMs, mostMs, resetAfterMs }: BackOff,
  { lastMs, livedMs }: { readonly lastMs: number; readonly livedMs: number }
): number {
  if (lastMs === 0 || livedMs >= resetAfterMs) return firstMs
  return Math.min(mostMs, lastMs * 2)
}
