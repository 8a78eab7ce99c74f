import type { FastifyRequest } from 'fastify'
import type { Carts } from '../domain/carts.ts'
import type { Login } from '../domain/customers.ts'
import { sessionOf } from './session.ts'

/**
 * The cart of this browser, else the customer's own: the browser lets go of a cart with its order,
 * and an order that is cancelled later gives it back.
 */
export async function ownCartId(
  request: FastifyRequest,
  carts: Carts,
  login: Login | undefined
): Promise<string | undefined> {
  const { cartId } = sessionOf(request)
  if (cartId !== undefined || login === undefined) return cartId
  return (await carts.current(login))?.id
}
