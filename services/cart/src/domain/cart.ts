import { DomainError } from '@microzon/shared/errors'

/** Pieces of one product's option. */
export const amountMax = 99
/** Lines of one cart. */
export const linesMax = 50

/** `merged`: its lines went into another cart. `ordered`: they were bought. Both are for ever. */
export type CartState = 'open' | 'frozen' | 'ordered' | 'merged'

/** What a shopper picks. An option is known by its name. */
export type Choice = { readonly productId: string; readonly productOption: string }

/** `name` and `optionName` are what the product was called when it was added; a price is never kept. */
export type Line = Choice & {
  readonly id: string
  /** 1 to 99. */
  readonly amount: number
  readonly name: string
  readonly optionName: string | undefined
}

/** One checkout holds the cart until `expiresAt`, epoch milliseconds. */
export type Freeze = { readonly checkoutId: string; readonly expiresAt: number }

export type Cart = {
  readonly id: string
  /** Nobody owns a guest's cart: its id is the right to it. */
  readonly customerId: string | undefined
  readonly state: CartState
  /** From 1, raised by every change, so that a checkout of an older one can be refused. */
  readonly version: number
  readonly lines: readonly Line[]
  /** While frozen. */
  readonly freeze: Freeze | undefined
  /** The cart that the lines went into. */
  readonly mergedInto: string | undefined
}

/** Who wants a cart, and when, in epoch milliseconds. */
export type Access = {
  readonly cartId: string
  readonly customerId: string | undefined
  readonly now: number
}

export function createCart(id: string, customerId: string | undefined): Cart {
  return {
    id,
    customerId,
    state: 'open',
    version: 1,
    lines: [],
    freeze: undefined,
    mergedInto: undefined
  }
}

/** Pieces, not lines. */
export function itemCountOf(cart: Pick<Cart, 'lines'>): number {
  return cart.lines.reduce((count, line) => count + line.amount, 0)
}

/**
 * The cart as it stands at a time. A freeze that has run out is over, and its end raises the
 * version like any other end of a freeze; the store learns of it with the next change.
 */
export function asOf(cart: Cart, now: number): Cart {
  return cart.freeze !== undefined && cart.freeze.expiresAt <= now ? thaw(cart) : cart
}

export function thaw(cart: Cart): Cart {
  return { ...cart, state: 'open', version: cart.version + 1, freeze: undefined }
}

/**
 * The cart that somebody may see. Throws `CART_UNKNOWN` for one that does not exist and for one
 * that another customer owns alike, so that ids cannot be tried out.
 */
export function accessible(cart: Cart | undefined, access: Access): Cart {
  const isTheirs = cart?.customerId === undefined || cart.customerId === access.customerId
  if (cart === undefined || !isTheirs) throw unknownCart()
  return asOf(cart, access.now)
}

/** The cart that somebody may change. Throws `CART_UNKNOWN`, `CART_FROZEN` or `CART_CLOSED`. */
export function changeable(cart: Cart | undefined, access: Access): Cart {
  const found = accessible(cart, access)
  assertOpen(found)
  return found
}

export function assertOpen(cart: Cart): void {
  switch (cart.state) {
    case 'open':
      return
    case 'frozen':
      throw new DomainError('CART_FROZEN', 'a checkout holds the cart')
    case 'ordered':
    case 'merged':
      throw new DomainError('CART_CLOSED', `the cart is ${cart.state}`)
  }
  cart.state satisfies never
}

export function unknownCart(): DomainError {
  return new DomainError('CART_UNKNOWN', 'there is no such cart')
}
