import { setTimeout as sleep } from 'node:timers/promises'

const lookMs = 2

/**
 * Milliseconds until it is true; nothing when that takes longer than `msMax`. Rejects when `signal` is
 * aborted.
 */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  { msMax, signal }: { readonly msMax: number; readonly signal: AbortSignal }
): Promise<number | undefined> {
  const startedAt = performance.now()
  for (;;) {
    if (await isTrue()) return performance.now() - startedAt
    if (performance.now() - startedAt > msMax) return undefined
    await sleep(lookMs, undefined, { signal })
  }
}
