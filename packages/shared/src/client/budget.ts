import type { Clock } from './clock.ts'
import { createRolling } from './rolling.ts'

const depositPerCall = 0.1
const reservePerSecond = 3
const ttlSeconds = 10
const balanceMax = 100

/**
 * What the repeats of one caller to one target cost together. A call pays in a tenth, a repeat
 * costs one; what is paid in is good for 10 s, and three repeats a second are free, so that a quiet
 * caller may repeat at all. After Finagle's RetryBudget, with half its share: along a chain of three
 * services the shares multiply.
 */
export type Budget = {
  deposit(): void
  /** Whether there was one left, which is then spent. */
  withdraw(): boolean
  balance(): number
}

export function createBudget(clock: Clock): Budget {
  const [paidIn, spent] = [0, 1]
  const rolling = createRolling({ bucketMs: 1_000, buckets: ttlSeconds, columns: 2 })
  const balance = (): number => {
    const now = clock.now()
    const paid = rolling.sum(paidIn, now) * depositPerCall
    const free = reservePerSecond * ttlSeconds
    return Math.min(balanceMax, paid + free - rolling.sum(spent, now))
  }
  return {
    deposit: () => rolling.add(paidIn, 1, clock.now()),
    withdraw() {
      if (balance() < 1) return false
      rolling.add(spent, 1, clock.now())
      return true
    },
    balance
  }
}

/** For a stack without one. */
export const endlessBudget: Budget = {
  deposit: () => undefined,
  withdraw: () => true,
  balance: () => balanceMax
}
