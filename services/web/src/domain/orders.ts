import type { Address, Login } from './customers.ts'

export type OrderState =
  | 'RECEIVED'
  | 'FROZEN'
  | 'PRICED'
  | 'RESERVED'
  | 'CHARGING'
  | 'CHARGE_UNKNOWN'
  | 'CHARGED'
  | 'COMPENSATING'
  | 'CONFIRMED'
  | 'CANCELLED'

export type OrderLine = {
  readonly productId: string
  readonly option: string
  readonly amount: number
  readonly name: string
  readonly unitPriceCents: number | undefined
  readonly totalCents: number | undefined
}

export type Order = {
  readonly id: string
  readonly state: OrderState
  /** Why it is being, or was, cancelled. */
  readonly reason: string | undefined
  readonly lines: readonly OrderLine[]
  readonly totalCents: number
  readonly address: Address
  readonly steps: readonly { readonly state: OrderState; readonly at: number }[]
  /** Epoch milliseconds. */
  readonly createdAt: number
}

export type OrderPage = { readonly orders: readonly Order[]; readonly next: string | undefined }

export type Purchase = {
  readonly cartId: string
  readonly cartVersion: number
  readonly shownTotalCents: number
  readonly cardToken: string
  readonly address: Address
}

/** What a purchase came to, as far as it is known. */
export type Placed =
  /** At its end or on its way: its page tells. */
  | { readonly kind: 'order'; readonly orderId: string }
  /** Cancelled: nothing was charged, and the cart is the customer's again. */
  | {
      readonly kind: 'refused'
      readonly reason: RefusalReason
      readonly orderId: string | undefined
    }
  /** No answer. `sent: false`: surely nothing was ordered; else it has to be looked up. */
  | { readonly kind: 'unknown'; readonly sent: boolean }

export type RefusalReason =
  | 'declined'
  | 'insufficient-funds'
  | 'provider-error'
  | 'price-changed'
  | 'out-of-stock'
  | 'cart-changed'
  | 'abandoned'

/** The billing service. */
export type Orders = {
  /** Never throws: see `Placed`. */
  place(purchase: Purchase, by: { readonly login: Login; readonly key: string }): Promise<Placed>
  /** Throws `ORDER_NOT_FOUND`, `BILLING_UNAVAILABLE`. */
  find(orderId: string, login: Login): Promise<Order>
  /** The order that was placed under a key, or nothing. Throws `BILLING_UNAVAILABLE`. */
  findByKey(key: string, login: Login): Promise<Order | undefined>
  /** Throws `CURSOR_INVALID`, `BILLING_UNAVAILABLE`. */
  list(login: Login, cursor: string | undefined): Promise<OrderPage>
}

export type Card = {
  readonly cardNumber: string
  readonly cardExpiry: string
  readonly cardCvc: string
}

/** The payment service, as far as the shop's pages need it. */
export type Cards = {
  /**
   * A single-use token that stands for the card. Throws `CARD_INVALID`, `CARD_NOT_OF_THE_SIMULATOR`, or
   * `PAYMENT_UNAVAILABLE`, after which nothing was charged for certain.
   */
  tokenise(card: Card): Promise<string>
}
