/** Says when the next request is due, at a steady rate, however long the others take. */
export type Pacer = {
  /**
   * Resolves when it is this caller's turn, with the moment at which it was due; rejects when the
   * pacer ends, or has ended.
   */
  turn(): Promise<number>
  end(): void
}

export type PacerOptions = {
  /** Per second. */
  readonly rate: number
  /** A turn is due and nobody waits for it; the caller may let somebody come. */
  readonly onIdle: () => void
  /** Milliseconds that only go forward. */
  readonly clock: () => number
}

const tickMs = 5
/** After a pause of the machine the turns that were missed are not made up for. */
const lateMsMax = 1_000

export function createPacer({ rate, onIdle, clock }: PacerOptions): Pacer {
  const waiting: { resolve: (due: number) => void; reject: (error: Error) => void }[] = []
  const stepMs = 1_000 / rate
  let next = clock()
  let isEnded = false
  const give = (): void => {
    const now = clock()
    next = Math.max(next, now - lateMsMax)
    for (; next <= now; next += stepMs) {
      if (waiting.length === 0) onIdle()
      waiting.shift()?.resolve(next)
    }
  }
  const timer = setInterval(give, Math.max(tickMs, Math.min(stepMs / 2, 100)))
  return {
    turn: () =>
      isEnded
        ? Promise.reject(new Error('the load has ended'))
        : new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    end() {
      isEnded = true
      clearInterval(timer)
      for (const { reject } of waiting.splice(0)) reject(new Error('the load has ended'))
    }
  }
}
