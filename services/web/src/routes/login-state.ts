import { DomainError } from '@microzon/shared/errors'
import type { FastifyRequest } from 'fastify'
import type { Customers, Login } from '../domain/customers.ts'
import { renewSession, sessionOf, updateSession } from './session.ts'

/**
 * Asks the customer service whether the session of the browser still holds, and takes the fresh
 * token: for checkout, orders and account, where a copied cookie must not work after a logout.
 * Nothing for a guest, and for a session that is over, which is forgotten. Throws
 * `CUSTOMER_UNAVAILABLE`.
 */
export async function confirmedLogin(
  request: FastifyRequest,
  customers: Customers
): Promise<Login | undefined> {
  const { login, cartId, isCartPending } = sessionOf(request)
  if (login === undefined) return undefined
  const resumed = await customers.resume(login.sessionId)
  if (resumed === undefined) {
    // What was not brought along yet is still the guest's.
    renewSession(request, { cartId: isCartPending ? cartId : undefined, login: undefined })
    return undefined
  }
  updateSession(request, { login: resumed })
  return resumed
}

/** Renew a token this long before it ends, so that it outlasts the request. */
const renewBeforeMs = 60_000

/**
 * The login as the cookie tells it, with a token that still holds: enough for the cart, which the
 * token opens by itself. A guest's where the session is over.
 */
export async function currentLogin(
  request: FastifyRequest,
  customers: Customers,
  now: number
): Promise<Login | undefined> {
  const { login } = sessionOf(request)
  if (login === undefined || login.tokenExpiresAt - renewBeforeMs > now) return login
  return confirmedLogin(request, customers)
}

/**
 * The same for pages that only a customer has: throws `LOGIN_REQUIRED`, which leads to the login
 * and back.
 */
export async function requireLogin(request: FastifyRequest, customers: Customers): Promise<Login> {
  const login = await confirmedLogin(request, customers)
  if (login === undefined) throw new DomainError('LOGIN_REQUIRED', 'this page is a customer’s')
  return login
}
