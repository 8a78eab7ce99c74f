import { setTimeout as delay } from 'node:timers/promises'

export type Random = () => number

/** Waits for the n-th repeat (from 1): full jitter below a bound that doubles up to `maxMs`. */
export async function backOff(
  repeat: number,
  random: Random,
  bounds: { readonly baseMs: number; readonly maxMs: number }
): Promise<void> {
  await delay(random() * Math.min(bounds.maxMs, bounds.baseMs * 2 ** (repeat - 1)))
}

/** Rejects with the error that `late` makes when `work` takes longer; what it does later is not heard. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
