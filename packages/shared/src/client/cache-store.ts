import type { Reply } from './call.ts'

const entriesMax = 2_000
const bytesMax = 16 * 1024 * 1024
/** Of one answer; what is larger is passed on and not kept. */
const entryBytesMax = 512 * 1024
/** Headers and what the entry itself takes. */
const entryBytesMin = 1_000

export type Kept = { readonly reply: Reply; readonly keptAt: number }

/** Answers by service and path, bounded in number and bytes; what was not read for longest goes first. */
export type CacheStore = {
  get(key: string): Kept | undefined
  put(key: string, kept: Kept): void
  drop(key: string): void
  read(): { readonly entries: number; readonly bytes: number }
}

export function createCacheStore(): CacheStore {
  const entries = new Map<string, Kept>()
  let bytes = 0
  const drop = (key: string): void => {
    const kept = entries.get(key)
    if (kept === undefined) return
    bytes -= bytesOf(key, kept)
    entries.delete(key)
  }
  return {
    get(key) {
      const kept = entries.get(key)
      if (kept === undefined) return undefined
      // A map keeps the order of insertion: the first is the one that was not read for longest.
      entries.delete(key)
      entries.set(key, kept)
      return kept
    },
    put(key, kept) {
      drop(key)
      const size = bytesOf(key, kept)
      if (size > entryBytesMax) return
      entries.set(key, kept)
      bytes += size
      for (const oldest of entries.keys()) {
        if (entries.size <= entriesMax && bytes <= bytesMax) break
        drop(oldest)
      }
    },
    drop,
    read: () => ({ entries: entries.size, bytes })
  }
}

/** Text takes up to two bytes for each of its characters. */
function bytesOf(key: string, { reply }: Kept): number {
  return 2 * (key.length + reply.body.length) + entryBytesMin
}
