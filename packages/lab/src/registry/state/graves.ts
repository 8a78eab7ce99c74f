/**
 * Remembers when keys were deleted, so that who watches a prefix learns it. The oldest of 1,000 is
 * forgotten.
 */
export type Graves = {
  add(keys: readonly string[], index: number): void
  /** The last deletion below a prefix, 0 when none is remembered. */
  last(prefix: string): number
}

export function createGraves(): Graves {
  const graves = new Map<string, number>()
  return {
    add(keys, index) {
      for (const key of keys) {
        // Deleted first, so that it stands at the end of the order.
        graves.delete(key)
        graves.set(key, index)
      }
      for (const key of graves.keys()) {
        if (graves.size <= gravesMax) break
        graves.delete(key)
      }
    },
    last(prefix) {
      let last = 0
      for (const [key, index] of graves) {
        if (index > last && key.startsWith(prefix)) last = index
      }
      return last
    }
  }
}

const gravesMax = 1_000
