import { backOff, type Random } from '../store/back-off.ts'
import { isStoreError } from '../store/index.ts'
import { isConflict, isLost, toStoreError } from './errors.ts'

const bounds = { baseMs: 20, maxMs: 500 }

/**
 * Runs work that may be begun anew at any point: again after the server or the connection was lost, as
 * it is when a server restarts or a replica set changes its primary, and when the store was busy. Throws
 * a `StoreError` once `repeatMs` have passed.
 */
export async function repeatable<Result>(
  work: () => Promise<Result>,
  { repeatMs, random = Math.random }: { readonly repeatMs: number; readonly random?: Random }
): Promise<Result> {
  const endsAt = performance.now() + repeatMs
  for (let repeat = 1; ; repeat += 1) {
    try {
      return await work()
    } catch (error) {
      const isBusy = isStoreError(error) && error.code === 'STORE_BUSY'
      const isWorthIt = isLost(error) || isConflict(error) || isBusy
      if (!isWorthIt || performance.now() >= endsAt) throw toStoreError(error)
      await backOff(repeat, random, bounds)
    }
  }
}
