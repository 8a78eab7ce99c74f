import type { Operations } from './operations.ts'

const warmUpMs = 1_500
const atOnce = 6

/**
 * Processes that have compiled nothing answer slowly at first, and a client thinks less of whoever did
 * so for ten seconds: what is measured then is their start. Sends every operation in turn until that is
 * over, at most as many at once as a few instances serve side by side. How it ends is not looked at.
 */
export async function warmUp(
  operations: Operations,
  options: { readonly signal: AbortSignal; readonly ms?: number }
): Promise<void> {
  const { signal, ms = warmUpMs } = options
  const all = Object.values(operations)
  const endsAt = performance.now() + ms
  let next = 0
  const work = async (): Promise<void> => {
    while (!signal.aborted && performance.now() < endsAt) {
      await all[next++ % all.length]?.().catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
