import type { CancelReason, Order, OrderLine } from './order.ts'

export type OrderStore = {
  /** Writes an order that has been received. One with its id is left as it is. */
  add(order: Order): Promise<void>
  find(id: string): Promise<Order | undefined>
  findByKey(customerId: string, key: string): Promise<Order | undefined>
  /** Newest first. `before` is the last order of the page before. */
  list(page: OrderPage): Promise<readonly Order[]>
  /** Writes the next revision. False when somebody else has written it: read again. */
  save(order: Order): Promise<boolean>
  /**
   * Takes unfinished orders that are due, at most `limit`, and makes each due again at `until`: who
   * takes one and dies loses it then.
   */
  takeDue(
    now: number,
    take: { readonly limit: number; readonly until: number }
  ): Promise<readonly Due[]>
  /** When the order is looked at again; `tries` counts rounds without progress. */
  postpone(id: string, to: { readonly dueAt: number; readonly tries: number }): Promise<void>
}

export type Due = { readonly order: Order; readonly tries: number }

export type OrderPage = {
  readonly customerId: string
  readonly before: { readonly createdAt: number; readonly id: string } | undefined
  readonly limit: number
}

/** No answer, or none yet: ask again later. */
export type Later = { readonly kind: 'later' }

export type CartPort = {
  /** Freezes the cart for this order; the same order gets the same lines again. */
  freeze(
    order: Order
  ): Promise<{ readonly kind: 'frozen'; readonly lines: readonly OrderLine[] } | Refused | Later>
  /** Gives the cart back to the customer. Also where nothing was frozen. */
  release(order: Order): Promise<Done | Later>
  /** Closes the cart: what was in it has been bought. */
  close(order: Order): Promise<Done | Later>
}

export type CatalogPort = {
  /** The lines with their prices of this moment; a line that is no longer sold has none. */
  price(
    lines: readonly OrderLine[]
  ): Promise<{ readonly kind: 'priced'; readonly lines: readonly OrderLine[] } | Later>
  /** Sets stock aside. Asked again, it does so for longer. */
  reserve(order: Order): Promise<Done | Refused | Later>
  confirm(order: Order): Promise<Done | Later>
  release(order: Order): Promise<Done | Later>
}

export type PaymentPort = {
  /** Charges once per order, however often it is asked, and not at all after `until` (epoch milliseconds). */
  charge(order: Order, until: number): Promise<ChargeResult>
  /** What became of the charge. */
  find(order: Order): Promise<FoundCharge>
}

export type ChargeResult =
  | { readonly kind: 'charged' }
  | Refused
  /** It may have been charged, or may yet be. */
  | { readonly kind: 'unknown' }
  /** The payment service cannot be reached: it was surely not asked. */
  | { readonly kind: 'not-sent' }

export type FoundCharge =
  | { readonly kind: 'charged' }
  | Refused
  /** Not known yet, or no answer. */
  | { readonly kind: 'unknown' }
  /** No such charge has been made. */
  | { readonly kind: 'absent' }

export type Done = { readonly kind: 'done' }

/** A refusal by a rule of the business, for good. */
export type Refused = { readonly kind: 'refused'; readonly reason: CancelReason }
