import { StoreError } from './errors.ts'

/**
 * Lets a number of holders in at a time, the others in the order they came; both wait and queue are
 * bounded.
 */
export type Gate = {
  /** Resolves with the function that leaves; throws a `StoreError` `STORE_BUSY`. */
  enter(): Promise<() => void>
}

type Waiter = { readonly admit: () => void }

export function createGate(options: {
  readonly permits: number
  readonly waitersMax: number
  readonly waitMs: number
}): Gate {
  const waiters = new Set<Waiter>()
  let free = options.permits

  function leave() {
    const [next] = waiters
    if (next === undefined) {
      free += 1
    } else {
      waiters.delete(next)
      next.admit()
    }
  }

  function pass() {
    let left = false
    return () => {
      if (!left) {
        left = true
        leave()
      }
    }
  }

  return {
    async enter() {
      if (free > 0) {
        free -= 1
        return pass()
      }
      if (waiters.size >= options.waitersMax) {
        throw busy(`${options.waitersMax} others wait for a connection`)
      }
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = {
          admit() {
            clearTimeout(timer)
            resolve()
          }
        }
        const timer = setTimeout(() => {
          waiters.delete(waiter)
          reject(busy(`no connection became free within ${options.waitMs} ms`))
        }, options.waitMs)
        waiters.add(waiter)
      })
      return pass()
    }
  }
}

function busy(message: string) {
  return new StoreError('STORE_BUSY', message, { nothingExecuted: true })
}
