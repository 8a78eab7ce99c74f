import type { Cart } from './cart.ts'
import type { Checkout } from './checkout.ts'

/** Reads. Each sees one state of a cart, lines and version together. */
export type CartReader = {
  find(cartId: string): Promise<Cart | undefined>
  /** The customer's cart that is open or frozen; there is at most one. */
  findCurrent(customerId: string): Promise<Cart | undefined>
}

/** What can be done within one transaction. */
export type CartStore = {
  /** Keeps the cart from all others until the end of the transaction. */
  lock(cartId: string): Promise<Cart | undefined>
  lockCurrent(customerId: string): Promise<Cart | undefined>
  /** Without lines. False when the customer has an open or frozen cart already. */
  insert(cart: Cart): Promise<boolean>
  /** Writes what differs from `before`, which was locked in this transaction. */
  save(cart: Cart, before: Cart): Promise<void>
  findCheckout(checkoutId: string): Promise<Checkout | undefined>
  saveCheckout(checkout: Checkout): Promise<void>
}

/** Gives a checkout that holds a cart more time; nothing happens when it holds none, or its time is over. */
export type RenewFreeze = (
  checkout: { readonly cartId: string; readonly checkoutId: string },
  times: { readonly now: number; readonly expiresAt: number }
) => Promise<void>

export type Transact = <Result>(work: (carts: CartStore) => Promise<Result>) => Promise<Result>
