import { DomainError } from '@microzon/shared/errors'
import { asOf, assertOpen, thaw, unknownCart, type Cart, type Choice } from './cart.ts'
import { subtractLines } from './lines.ts'

/**
 * How long a checkout holds a cart. It ends by itself, so that a checkout that never comes back
 * does not lock a shopper out for ever. An order that is only slow is not harmed: it is made of the
 * snapshot, never of the cart.
 */
export const freezeMs = 15 * 60_000

/** What billing orders. It never changes, whatever becomes of the cart. */
export type Snapshot = {
  readonly cartId: string
  readonly checkoutId: string
  readonly customerId: string
  readonly version: number
  readonly items: readonly (Choice & { readonly amount: number; readonly name: string })[]
}

/**
 * One attempt to buy a cart. `released` without a snapshot: it was given up before its freeze came,
 * which is refused when it comes late.
 */
export type Checkout = {
  readonly id: string
  readonly cartId: string
  readonly state: 'frozen' | 'released' | 'ordered'
  readonly snapshot: Snapshot | undefined
}

export type CheckoutOutcome = 'ordered' | 'released'

export type FreezeRequest = {
  readonly cartId: string
  readonly checkoutId: string
  readonly expectedVersion: number
  readonly customerId: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** A cart and a checkout of it, as they are or as they are to be. */
export type Held = { readonly cart: Cart; readonly checkout: Checkout }

/**
 * Gives the cart to a checkout; the same checkout again gets the same snapshot and more time.
 * Throws `CART_UNKNOWN` for a cart that the customer does not own, `CART_CHANGED`, `CART_EMPTY`,
 * `CART_FROZEN` or `CART_CLOSED`.
 */
export function freeze(
  cart: Cart | undefined,
  known: Checkout | undefined,
  request: FreezeRequest
): Held & { readonly snapshot: Snapshot } {
  if (cart === undefined || cart.customerId !== request.customerId) throw unknownCart()
  return known === undefined ? begin(cart, request) : repeat(cart, known, request)
}

/**
 * Ends a checkout, in whatever state it is; ending it again changes nothing. A cart whose freeze
 * had run out and that has been changed since loses what was bought and keeps the rest.
 */
export function settle(
  cart: Cart,
  known: Checkout | undefined,
  end: { readonly checkoutId: string; readonly outcome: CheckoutOutcome; readonly now: number }
): Held | undefined {
  const { checkoutId, outcome } = end
  if (known === undefined) {
    return outcome === 'released' ? { cart, checkout: tombstone(cart.id, checkoutId) } : undefined
  }
  if (known.state !== 'frozen' || known.cartId !== cart.id) return undefined
  const checkout = { ...known, state: outcome }
  const current = asOf(cart, end.now)
  if (outcome === 'released') {
    const isHeld = current.freeze?.checkoutId === checkoutId
    return { cart: isHeld ? thaw(current) : current, checkout }
  }
  // A freeze that has run out still shows on the cart until somebody changes it.
  if (cart.freeze?.checkoutId === checkoutId) return { cart: ordered(current), checkout }
  const bought = known.snapshot?.items ?? []
  return { cart: current.state === 'open' ? subtractLines(current, bought) : current, checkout }
}

function begin(cart: Cart, request: FreezeRequest): Held & { readonly snapshot: Snapshot } {
  const current = asOf(cart, request.now)
  assertOpen(current)
  if (current.version !== request.expectedVersion) throw changedCart()
  if (current.lines.length === 0) throw new DomainError('CART_EMPTY', 'the cart is empty')
  const snapshot = snapshotOf(current, request)
  const { checkoutId: id, cartId } = request
  return {
    cart: { ...current, state: 'frozen', freeze: freezeOf(request) },
    checkout: { id, cartId, state: 'frozen', snapshot },
    snapshot
  }
}

function repeat(
  cart: Cart,
  known: Checkout,
  request: FreezeRequest
): Held & { readonly snapshot: Snapshot } {
  const { snapshot } = known
  const isSame =
    known.cartId === cart.id &&
    snapshot !== undefined &&
    snapshot.version === request.expectedVersion
  // One that has run out is not taken up again: somebody may have seen its end.
  const isHeld = asOf(cart, request.now).freeze?.checkoutId === known.id
  if (!isSame || !(isHeld || known.state === 'ordered')) throw changedCart()
  return {
    cart: isHeld ? { ...cart, freeze: freezeOf(request) } : cart,
    checkout: known,
    snapshot
  }
}

function snapshotOf(cart: Cart, { checkoutId, customerId }: FreezeRequest): Snapshot {
  const items = cart.lines.map(({ productId, productOption, amount, name }) => ({
    productId,
    productOption,
    amount,
    name
  }))
  return { cartId: cart.id, checkoutId, customerId, version: cart.version, items }
}

function ordered(cart: Cart): Cart {
  return { ...cart, state: 'ordered', version: cart.version + 1, freeze: undefined }
}

function freezeOf({ checkoutId, now }: FreezeRequest): Cart['freeze'] {
  return { checkoutId, expiresAt: now + freezeMs }
}

function tombstone(cartId: string, id: string): Checkout {
  return { id, cartId, state: 'released', snapshot: undefined }
}

function changedCart(): DomainError {
  return new DomainError('CART_CHANGED', 'the cart is not the one that was shown')
}
