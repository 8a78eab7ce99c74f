/** Work that takes a known time and of which so much can be done at once: a capacity that is known. */
export type Places = {
  /** Resolves when the work is done, which takes `delayMs` longer; it waits for its turn, however long. */
  work(delayMs?: number): Promise<void>
}

export function createPlaces(options: {
  readonly places: number
  readonly workMs: number
  readonly sleep: (ms: number) => Promise<void>
}): Places {
  const { workMs, sleep } = options
  const waiting: (() => void)[] = []
  let free = options.places
  return {
    async work(delayMs = 0) {
      if (free > 0) free--
      else await new Promise<void>(resolve => waiting.push(resolve))
      await sleep(workMs + delayMs)
      const next = waiting.shift()
      // The place goes straight to the next one.
      if (next === undefined) free++
      else next()
    }
  }
}
