import type { Carts } from '../domain/carts.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { CheckoutTokens } from '../domain/checkout-token.ts'
import type { Customers } from '../domain/customers.ts'
import type { Cards, Orders } from '../domain/orders.ts'

/** What the pages are made from. */
export type WebPorts = {
  readonly catalog: Catalog
  readonly carts: Carts
  readonly customers: Customers
  readonly orders: Orders
  readonly cards: Cards
  readonly checkoutTokens: CheckoutTokens
  /** Epoch milliseconds. */
  readonly clock: () => number
}
