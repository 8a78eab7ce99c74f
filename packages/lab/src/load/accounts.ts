export type Account = { readonly email: string; readonly password: string }

/**
 * Customers that shoppers made and use again, since registrations are limited in rate. One shopper
 * at a time: two as one customer would share a cart, and one of them would find it empty.
 */
export type Accounts = {
  /** One that nobody uses at the moment, or nothing. It is to be kept when it was used. */
  borrow(): Account | undefined
  /** One to register, or nothing when there are enough. */
  create(): Account | undefined
  /** Lets others use it. */
  keep(account: Account): void
}

const accountsMax = 10

/** `seed` tells the customers of this run from those of others. */
export function createAccounts(seed: string): Accounts {
  const free: Account[] = []
  let made = 0
  return {
    borrow: () => free.shift(),
    create: () =>
      made === accountsMax
        ? undefined
        : { email: `load-${seed}-${made++}@example.org`, password: `load-${seed}-password` },
    keep: account => void free.push(account)
  }
}
