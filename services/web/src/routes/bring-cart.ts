import { DomainError } from '@microzon/shared/errors'
import type { FastifyRequest } from 'fastify'
import type { Carts } from '../domain/carts.ts'
import type { Login } from '../domain/customers.ts'
import { mergeCarts, type MergedCarts } from '../domain/merge-carts.ts'
import { wordsOf } from '../views/words/index.ts'
import { localeOf } from './frame.ts'
import { sessionOf, updateSession, type SessionData } from './session.ts'

type Brought = {
  readonly change: Pick<SessionData, 'cartId' | 'isCartPending' | 'toast'>
  readonly pending: MergedCarts['pending']
}

/** As much of what did not fit in as a sentence holds. */
const namedMax = 3
const nameLengthMax = 60

/**
 * Brings the cart of a guest who has logged in along. Where that cannot be done at present, the
 * guest's cart stays the browser's: see `bringPendingCart`.
 */
export async function bringCart(
  carts: Carts,
  request: FastifyRequest,
  by: { readonly login: Login; readonly guestCartId: string | undefined }
): Promise<Brought> {
  const { login, guestCartId } = by
  const { user, cart: cartWords } = wordsOf(localeOf(request))
  const { cart, capped, leftOut, pending } = await mergeCarts(carts, login, guestCartId)
  const named = leftOut.slice(0, namedMax).map(name => name.slice(0, nameLengthMax))
  const said =
    named.length > 0
      ? { toast: user.leftOut(named, leftOut.length - named.length) }
      : capped
        ? { toast: cartWords.capped }
        : {}
  const change =
    pending === undefined
      ? { cartId: cart?.id, isCartPending: undefined, ...said }
      : { cartId: guestCartId, isCartPending: guestCartId !== undefined, ...said }
  return { change, pending }
}

/**
 * What could not be done at the login is done when the cart is looked at. Answers why it is still to be
 * done, if it is: the guest's cart can be seen and changed meanwhile.
 */
export async function bringPendingCart(
  carts: Carts,
  request: FastifyRequest,
  login: Login
): Promise<MergedCarts['pending']> {
  const { cartId: guestCartId, isCartPending = false } = sessionOf(request)
  if (!isCartPending) return undefined
  const { change, pending } = await bringCart(carts, request, { login, guestCartId })
  updateSession(request, change)
  return pending
}

/**
 * The same before a cart is bought: nobody can buy a guest's. Answers whether an order still holds the
 * customer's own cart, which the cart's page tells. Throws `CART_UNAVAILABLE`.
 */
export async function isHeldBack(
  carts: Carts,
  request: FastifyRequest,
  login: Login
): Promise<boolean> {
  const pending = await bringPendingCart(carts, request, login)
  if (pending === 'away') throw new DomainError('CART_UNAVAILABLE', 'a cart was not brought along')
  return pending === 'held'
}
