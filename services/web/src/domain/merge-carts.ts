import { isDomainError } from '@microzon/shared/errors'
import type { Cart, Carts } from './carts.ts'
import type { Login } from './customers.ts'
import { freshKey } from './keys.ts'

/**
 * What a login did to the carts. `pending`: the guest's cart could not be merged yet and is still
 * the browser's, since the cart service is away or an order holds the customer's own cart.
 */
export type MergedCarts = {
  readonly cart: Cart | undefined
  readonly capped: boolean
  readonly leftOut: readonly string[]
  readonly pending: 'away' | 'held' | undefined
}

/**
 * Brings what a guest has collected into the customer's cart. Sent twice it changes nothing more:
 * the cart service knows a cart that has been merged. That is why no key outlives its call: an answer
 * that was stored, such as that an order holds the cart, would be given again when it is no longer true.
 * A cart service that is away does not keep anybody from logging in.
 */
export async function mergeCarts(
  carts: Carts,
  login: Login,
  guestCartId: string | undefined
): Promise<MergedCarts> {
  try {
    if (guestCartId === undefined) return { ...nothing, cart: await carts.current(login) }
    const cart = await carts.open(login, freshKey())
    if (cart.id === guestCartId) return { ...nothing, cart }
    const by = { login, key: freshKey() }
    const { capped, leftOut } = await carts.merge(cart.id, guestCartId, by)
    return { cart, capped, leftOut, pending: undefined }
  } catch (error) {
    if (!isDomainError(error)) throw error
    // A cart that is somebody's already, or is being ordered, is left as it is.
    const why = { CART_UNAVAILABLE: 'away', CART_FROZEN: 'held' } as const
    return { ...nothing, pending: why[error.code as keyof typeof why] }
  }
}

const nothing = { cart: undefined, capped: false, leftOut: [], pending: undefined }
