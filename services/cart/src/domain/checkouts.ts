import { unknownCart } from './cart.ts'
import {
  freeze,
  settle,
  type CheckoutOutcome,
  type FreezeRequest,
  type Snapshot
} from './checkout.ts'
import type { CartStore } from './store.ts'

/** Throws what `freeze` throws. */
export async function freezeCart(carts: CartStore, request: FreezeRequest): Promise<Snapshot> {
  const cart = await carts.lock(request.cartId)
  const known = await carts.findCheckout(request.checkoutId)
  const held = freeze(cart, known, request)
  await carts.save(held.cart, cart ?? held.cart)
  await carts.saveCheckout(held.checkout)
  return held.snapshot
}

/** Throws `CART_UNKNOWN`. */
export async function settleCart(
  carts: CartStore,
  end: {
    readonly cartId: string
    readonly checkoutId: string
    readonly outcome: CheckoutOutcome
    readonly now: number
  }
): Promise<void> {
  const cart = await carts.lock(end.cartId)
  if (cart === undefined) throw unknownCart()
  const settled = settle(cart, await carts.findCheckout(end.checkoutId), end)
  if (settled === undefined) return
  await carts.save(settled.cart, cart)
  await carts.saveCheckout(settled.checkout)
}
