export type Entry = {
  readonly key: string
  readonly value: Buffer
  /** Unsigned, of 64 bits; means what its users agree on. */
  readonly flags: bigint
  readonly createIndex: number
  readonly modifyIndex: number
}

/** Where entries outlive the process. */
export type EntryStore = {
  load(): readonly Entry[]
  save(entry: Entry): void
  remove(keys: readonly string[]): void
}

/** Entries in memory, each of them written to the store first. */
export type Entries = {
  get(key: string): Entry | undefined
  /** Those whose key begins so, in order. */
  list(prefix: string): readonly Entry[]
  put(entry: Entry): void
  remove(keys: readonly string[]): void
  /** When an entry below a prefix was changed last, 0 when there is none. */
  lastChange(prefix: string): number
  /** Of all keys and values together. */
  bytes(): number
  size(): number
}

export function createEntries(store: EntryStore): Entries {
  const entries = new Map(store.load().map(entry => [entry.key, entry]))
  let bytes = [...entries.values()].reduce((sum, entry) => sum + sizeOf(entry), 0)
  return {
    get: key => entries.get(key),
    list: prefix =>
      [...entries.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    put(entry) {
      store.save(entry)
      bytes += sizeOf(entry) - sizeOf(entries.get(entry.key))
      entries.set(entry.key, entry)
    },
    remove(keys) {
      store.remove(keys)
      for (const key of keys) {
        bytes -= sizeOf(entries.get(key))
        entries.delete(key)
      }
    },
    lastChange(prefix) {
      let last = 0
      for (const { key, modifyIndex } of entries.values()) {
        if (modifyIndex > last && key.startsWith(prefix)) last = modifyIndex
      }
      return last
    },
    bytes: () => bytes,
    size: () => entries.size
  }
}

function sizeOf(entry: Entry | undefined): number {
  return entry === undefined ? 0 : Buffer.byteLength(entry.key) + entry.value.length
}
