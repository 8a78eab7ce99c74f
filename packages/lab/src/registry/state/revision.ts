/**
 * The number that every write raises, which is what a blocking query waits for. A write is one
 * synchronous block that begins with `advance`, so that whoever is woken by it sees all of it.
 */
export type Revision = {
  current(): number
  /** The index of the write that begins. */
  advance(): number
  /** Calls once, after the next write; the answer takes that back. */
  onNext(listener: () => void): () => void
}

/**
 * Begins after `last`. The first write of Consul itself is its own, so that no answer ever has an
 * index below 1.
 */
export function createRevision(last = 1): Revision {
  let index = Math.max(1, last)
  let listeners = new Set<() => void>()
  return {
    current: () => index,
    advance() {
      const woken = listeners
      listeners = new Set()
      if (woken.size > 0) queueMicrotask(() => woken.forEach(listener => listener()))
      return ++index
    },
    onNext(listener) {
      const among = listeners
      among.add(listener)
      return () => void among.delete(listener)
    }
  }
}
