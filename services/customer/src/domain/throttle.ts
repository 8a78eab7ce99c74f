import { createHash } from 'node:crypto'
import { networkOf } from './network.ts'

export const windowMs = 15 * 60_000

/** How much one may do within 15 minutes. */
export type Limits = {
  /** Failed logins for one account from one address. */
  readonly loginsPerPair: number
  /** Failed logins for one account from anywhere. */
  readonly loginsPerAccount: number
  /** Failed logins from one address. */
  readonly loginsPerAddress: number
  readonly registrationsPerAddress: number
}

export const defaultLimits: Limits = {
  loginsPerPair: 10,
  loginsPerAccount: 100,
  loginsPerAddress: 50,
  registrationsPerAddress: 100
}

/** One thing that is counted. The id is a hash, so that the store does not tell who tried what. */
export type Counter = { readonly id: string; readonly limit: number }

/** What is counted in the store, since a shopper's tries reach several instances. */
export type Counters = {
  /**
   * Adds one to each within its window, or to none when one of them is full: then the milliseconds
   * until that window ends. Counting comes before the try, so that many tries at once are not all
   * let in.
   */
  take(counters: readonly Counter[], now: number): Promise<number | undefined>
}

export type LoginCounters = {
  readonly pair: Counter
  readonly account: Counter
  readonly address: Counter
}

/** `account` is an e-mail address or a customer's id, known or not: both are counted alike. */
export function loginCounters(
  limits: Limits,
  { account, clientAddress }: { readonly account: string; readonly clientAddress: string }
): LoginCounters {
  const network = networkOf(clientAddress)
  return {
    pair: counter(limits.loginsPerPair, ['login', account, network]),
    account: counter(limits.loginsPerAccount, ['login-account', account]),
    address: counter(limits.loginsPerAddress, ['login-address', network])
  }
}

export function registrationCounter(limits: Limits, clientAddress: string): Counter {
  return counter(limits.registrationsPerAddress, ['registration', networkOf(clientAddress)])
}

function counter(limit: number, parts: readonly string[]): Counter {
  return { id: createHash('sha256').update(JSON.stringify(parts)).digest('base64url'), limit }
}
