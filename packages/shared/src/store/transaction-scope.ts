import { AsyncLocalStorage } from 'node:async_hooks'

import { StoreError } from './errors.ts'

/**
 * Knows whether the code that runs was called by a transaction's work. Such code must use the
 * transaction it was given: the database itself would wait for the connection that its own
 * transaction holds.
 */
export type TransactionScope = {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Throws a `StoreError` `STORE_MISUSED`. */
  assertOutside(): void
}

export function createTransactionScope(): TransactionScope {
  const storage = new AsyncLocalStorage<{ open: boolean }>()
  return {
    async run(work) {
      const state = { open: true }
      try {
        return await storage.run(state, work)
      } finally {
        // What the work left running keeps the context, but is outside from here on.
        state.open = false
      }
    },
    assertOutside() {
      if (storage.getStore()?.open === true) {
        throw new StoreError(
          'STORE_MISUSED',
          'the database was used inside its own transaction: use the transaction that was passed in',
          { nothingExecuted: true }
        )
      }
    }
  }
}
