import type { Address } from './address.ts'
import type { Credentials, Customer } from './customer.ts'
import type { Session } from './session.ts'
import type { Counter, Counters, Limits } from './throttle.ts'

/** Reads outside of a transaction. */
export type CustomerReader = {
  find(customerId: string): Promise<Customer | undefined>
  findCredentials(
    by: { readonly email: string } | { readonly customerId: string }
  ): Promise<Credentials | undefined>
  /** With its customer. Sessions that are over may still be found. */
  findSession(
    reference: string
  ): Promise<{ readonly session: Session; readonly customer: Customer } | undefined>
  /** In the order in which they were added. */
  findAddresses(customerId: string): Promise<readonly Address[]>
}

/** What can be done within one transaction. */
export type CustomerStore = {
  /** False when another customer has the e-mail address. */
  insert(credentials: Credentials): Promise<boolean>
  /** Keeps the customer from all others until the end of the transaction. */
  lock(customerId: string): Promise<Credentials | undefined>
  /** False when another customer has the e-mail address. */
  setEmail(customerId: string, email: string): Promise<boolean>
  setPassword(customerId: string, passwordHash: string): Promise<void>
  /** Ends the oldest ones beyond the limit. */
  insertSession(session: Session, sessionsMax: number): Promise<void>
  deleteSession(reference: string): Promise<void>
  /** All but one. */
  deleteOtherSessions(customerId: string, reference: string): Promise<void>
  countAddresses(customerId: string): Promise<number>
  insertAddress(customerId: string, address: Address): Promise<void>
  /** False when there is none. */
  deleteAddress(customerId: string, addressId: string): Promise<boolean>
  /** Forgets one try of some counters, and all tries of others. */
  forgive(counters: {
    readonly one: readonly Counter[]
    readonly all: readonly Counter[]
  }): Promise<void>
}

export type Transact = <Result>(work: (store: CustomerStore) => Promise<Result>) => Promise<Result>

export type CustomerPorts = {
  readonly customers: CustomerReader
  readonly transact: Transact
  readonly counters: Counters
  readonly limits: Limits
  /** Moves the end of a session; one statement of its own. */
  readonly renewSession: (session: Session) => Promise<void>
  readonly passwords: Passwords
  readonly tokens: Tokens
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** Throws `BUSY` when too many passwords wait already. */
export type Passwords = {
  hash(password: string): Promise<string>
  /** Without a hash it takes as long as with one, and says no. */
  verify(password: string, hash: string | undefined): Promise<boolean>
}

export type Tokens = {
  createCustomerId(): string
  createAddressId(): string
  /** 256 random bits, with the hash that stands for them. */
  createSessionId(): { readonly id: string; readonly reference: string }
  referenceOf(sessionId: string): string
  /** A signed token that every service can check. */
  sign(session: Session, expiresAt: number): string
}
