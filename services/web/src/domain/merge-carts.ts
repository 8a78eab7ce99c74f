import { randomUUID } from 'node:crypto'
import { isDomainError } from '@microzon/shared/errors'
import type { Cart, Carts } from './carts.ts'
import type { Login } from './customers.ts'
import { keyOf } from './keys.ts'

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
 * the cart service knows a cart that has been merged. A cart service that is away does not keep
 * anybody from logging in.
 */
export async function mergeCarts(
  carts: Carts,
  login: Login,
  guestCartId: string | undefined
): Promise<MergedCarts> {
  try {
    if (guestCartId === undefined) return { ...nothing, cart: await carts.current(login) }
    const merge = (): Promise<MergedCarts> => mergeInto(carts, login, guestCartId)
    // The order that held the customer's cart came to its end after it was found: there is another now.
    return await merge().catch(unless('CART_CLOSED', merge))
  } catch (error) {
    if (!isDomainError(error)) throw error
    const why = { CART_UNAVAILABLE: 'away', CART_FROZEN: 'held' } as const
    // Else it is a customer's already, and is left as it is.
    return { ...nothing, pending: why[error.code as keyof typeof why] }
  }
}

async function mergeInto(carts: Carts, login: Login, guestCartId: string): Promise<MergedCarts> {
  // A customer has one cart, however often it is opened, and not for ever the same.
  const cart = await carts.open(login, randomUUID())
  if (cart.id === guestCartId) return { ...nothing, cart }
  const merge = (key: string): ReturnType<Carts['merge']> =>
    carts.merge(cart.id, guestCartId, { login, key })
  // Under one key what was left out is told also when the first answer was lost. That an order holds the
  // cart is told under it, too, when it no longer does: that has to be asked anew.
  const { capped, leftOut } = await merge(keyOf('merge', cart.id, guestCartId)).catch(
    unless('CART_FROZEN', () => merge(randomUUID()))
  )
  return { cart, capped, leftOut, pending: undefined }
}

/** Throws on what was caught, unless it is of this code. */
function unless<Result>(
  code: string,
  otherwise: () => Promise<Result>
): (error: unknown) => Promise<Result> {
  return error => {
    if (!isDomainError(error) || error.code !== code) throw error
    return otherwise()
  }
}

const nothing = { cart: undefined, capped: false, leftOut: [], pending: undefined }
