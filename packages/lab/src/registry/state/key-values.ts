import { HttpError } from '../http/http-error.ts'
import { limits } from '../limits.ts'
import type { Position } from './blocking-query.ts'
import { createEntries, type Entry, type EntryStore } from './entries.ts'
import { createGraves } from './graves.ts'
import type { Revision } from './revision.ts'

/** Keys and values, with compare-and-set by the index of an entry's last change. */
export type KeyValues = {
  get(key: string): Entry | undefined
  /** Those whose key begins so, in order. */
  list(prefix: string): readonly Entry[]
  /**
   * With `cas` only if the entry was last changed there, 0: if there is none. Answers whether it is
   * as asked. Throws a `HttpError` 507 when there is no room.
   */
  set(entry: Pick<Entry, 'key' | 'value' | 'flags'>, cas?: number): boolean
  delete(key: string, cas?: number): boolean
  deleteTree(prefix: string): void
  positionOf(key: string): Position
  positionOfPrefix(prefix: string): Position
}

export function createKeyValues(revision: Revision, store: EntryStore): KeyValues {
  const entries = createEntries(store)
  const graves = createGraves()
  let lastIndex = Math.max(1, entries.lastChange(''))
  const remove = (keys: readonly string[]): void => {
    if (keys.length === 0) return
    entries.remove(keys)
    lastIndex = revision.advance()
    graves.add(keys, lastIndex)
  }
  return {
    get: key => entries.get(key),
    list: prefix => entries.list(prefix),
    set({ key, value, flags }, cas) {
      const known = entries.get(key)
      if (cas !== undefined && cas !== (known?.modifyIndex ?? 0)) return false
      if (known?.flags === flags && known.value.equals(value)) return true
      const isFull = known === undefined && entries.size() >= limits.keys
      if (isFull || entries.bytes() + value.length > limits.keyBytes) {
        throw new HttpError(507, 'This registry has no room for more keys')
      }
      const index = revision.advance()
      const createIndex = known?.createIndex ?? index
      entries.put({ key, value, flags, createIndex, modifyIndex: index })
      lastIndex = index
      return true
    },
    delete(key, cas) {
      const known = entries.get(key)
      if (known === undefined) return true
      if (cas !== undefined && cas !== known.modifyIndex) return false
      remove([key])
      return true
    },
    deleteTree: prefix => remove(entries.list(prefix).map(({ key }) => key)),
    positionOf(key) {
      const index = entries.get(key)?.modifyIndex
      return { index: index ?? lastIndex, exists: index !== undefined }
    },
    positionOfPrefix(prefix) {
      const own = Math.max(entries.lastChange(prefix), graves.last(prefix))
      return { index: prefix === '' || own === 0 ? lastIndex : own, exists: true }
    }
  }
}
