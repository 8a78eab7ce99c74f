import type { FastifyRequest } from 'fastify'
import type { Carts } from '../domain/carts.ts'
import type { Login } from '../domain/customers.ts'
import { mergeCarts } from '../domain/merge-carts.ts'
import { wordsOf } from '../views/words/index.ts'
import { localeOf } from './frame.ts'
import { sessionOf, updateSession, type SessionData } from './session.ts'

type Brought = Pick<SessionData, 'cartId' | 'isCartPending' | 'toast'>

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
  const words = wordsOf(localeOf(request))
  const { cart, capped, leftOut, pending } = await mergeCarts(carts, login, guestCartId)
  const toast = leftOut.length > 0 ? words.user.leftOut : capped ? words.cart.capped : undefined
  return pending
    ? { cartId: guestCartId, isCartPending: guestCartId !== undefined, toast }
    : { cartId: cart?.id, isCartPending: undefined, toast }
}

/** What could not be done at the login is done before the cart is bought: nobody can buy a guest's. */
export async function bringPendingCart(
  carts: Carts,
  request: FastifyRequest,
  login: Login
): Promise<void> {
  const { cartId: guestCartId, isCartPending } = sessionOf(request)
  if (isCartPending) updateSession(request, await bringCart(carts, request, { login, guestCartId }))
}
