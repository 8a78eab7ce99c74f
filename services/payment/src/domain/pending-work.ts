/** Work that goes on after its caller was answered. A graceful stop waits for it. */
export type PendingWork = {
  /**
   * Waits for the work at most `ms`; what takes longer goes on. Rejects as the work does while it
   * is waited for.
   */
  run<T>(work: () => Promise<T>, ms: number): Promise<Waited<T>>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export type Waited<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'late' }
  /** Too much is under way: nothing was begun. */
  | { readonly kind: 'full' }

/** As many as the provider is given connections: what cannot be sent is better not begun. */
export const worksMax = 128

/** `onError` is told of work that failed when nobody waited for it any more. */
export function createPendingWork(onError: (error: unknown) => void): PendingWork {
  const works = new Set<Promise<unknown>>()
  return {
    async run(work, ms) {
      if (works.size >= worksMax) return { kind: 'full' }
      const done = work()
      const ended = done.then(
        () => undefined,
        () => undefined
      )
      works.add(ended)
      void ended.then(() => works.delete(ended))
      const waited = await firstOf(done, ms)
      if (waited.kind === 'late') done.catch(onError)
      return waited
    },
    async settled() {
      while (works.size > 0) await Promise.all(works)
    }
  }
}

function firstOf<T>(work: Promise<T>, ms: number): Promise<Waited<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ kind: 'late' }), Math.max(0, ms))
    work.then(value => resolve({ kind: 'done', value }), reject).finally(() => clearTimeout(timer))
  })
}
