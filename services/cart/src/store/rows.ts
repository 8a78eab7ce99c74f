import type { Cart, Line } from '../domain/cart.ts'
import type { Checkout, Snapshot } from '../domain/checkout.ts'
import type { CartRow, CheckoutRow, LineRow } from './schema.ts'

/** How long a guest may stay away, and how long what is over can be looked up. */
const keptMs = 30 * 24 * 60 * 60_000

export function cartOf(row: Omit<CartRow, 'expires_at'>, lines: readonly Line[]): Cart {
  const { checkout_id: checkoutId, frozen_until: expiresAt } = row
  return {
    id: row.id,
    customerId: row.customer_id ?? undefined,
    state: row.state,
    version: row.version,
    lines,
    freeze: checkoutId !== null && expiresAt !== null ? { checkoutId, expiresAt } : undefined,
    mergedInto: row.merged_into ?? undefined
  }
}

export function rowOfCart(cart: Cart, now: number): CartRow {
  const isCurrent = cart.state === 'open' || cart.state === 'frozen'
  return {
    id: cart.id,
    customer_id: cart.customerId ?? null,
    current_of: (isCurrent ? cart.customerId : undefined) ?? null,
    state: cart.state,
    version: cart.version,
    checkout_id: cart.freeze?.checkoutId ?? null,
    frozen_until: cart.freeze?.expiresAt ?? null,
    merged_into: cart.mergedInto ?? null,
    expires_at: isCurrent && cart.customerId !== undefined ? null : now + keptMs
  }
}

export function lineOf(row: Omit<LineRow, 'cart_id' | 'position'>): Line {
  return {
    id: row.id,
    productId: row.product_id,
    productOption: row.product_option,
    amount: row.amount,
    name: row.name,
    optionName: row.option_name ?? undefined
  }
}

export function rowOfLine(
  line: Line,
  { cartId, position }: { readonly cartId: string; readonly position: number }
): LineRow {
  return {
    cart_id: cartId,
    id: line.id,
    position,
    product_id: line.productId,
    product_option: line.productOption,
    amount: line.amount,
    name: line.name,
    option_name: line.optionName ?? null
  }
}

export function checkoutOf(row: CheckoutRow): Checkout {
  return {
    id: row.id,
    cartId: row.cart_id,
    state: row.state,
    // Written by this service only.
    snapshot: row.snapshot === null ? undefined : (JSON.parse(row.snapshot) as Snapshot)
  }
}

export function rowOfCheckout(checkout: Checkout, now: number): CheckoutRow {
  const { id, cartId, state, snapshot } = checkout
  return {
    id,
    cart_id: cartId,
    state,
    snapshot: snapshot === undefined ? null : JSON.stringify(snapshot),
    expires_at: now + keptMs
  }
}
