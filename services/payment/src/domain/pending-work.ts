/** Work that goes on after its caller was answered. A graceful stop waits for it. */
export type PendingWork = {
  /** At most 1,000 at a time; answers false, and takes nothing, beyond. */
  add(work: Promise<unknown>): boolean
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

const worksMax = 1_000

/** `onError` is told of work that failed, since nobody waits for it. */
export function createPendingWork(onError: (error: unknown) => void): PendingWork {
  const works = new Set<Promise<unknown>>()
  return {
    add(work) {
      if (works.size >= worksMax) return false
      const watched = work.catch(onError).finally(() => works.delete(watched))
      works.add(watched)
      return true
    },
    async settled() {
      while (works.size > 0) await Promise.all(works)
    }
  }
}
