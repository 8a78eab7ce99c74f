import type { Once } from '@microzon/shared/idempotency'
import { customerOf, type StatusOf } from '@microzon/shared/service'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { itemCountOf, type Access, type Cart } from '../domain/cart.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { CartReader, CartStore, RenewFreeze, Transact } from '../domain/store.ts'
import type { CartAnswer } from './schemas.ts'

/** What the routes need. */
export type CartPorts = {
  readonly carts: CartReader
  readonly transact: Transact
  readonly renewFreeze: RenewFreeze
  readonly once: Once<CartStore>
  readonly catalog: Catalog
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** 128 random bits: the id of a guest's cart is the right to it. */
  readonly createCartId: () => string
  readonly createItemId: () => string
}

export type RoutePorts = CartPorts & { readonly statusOf: StatusOf }

export function accessOf(
  request: FastifyRequest,
  cartId: string,
  { clock }: Pick<CartPorts, 'clock'>
): Access {
  return { cartId, customerId: customerOf(request)?.customerId, now: clock() }
}

export function answerOf(cart: Cart): Static<typeof CartAnswer> {
  const { id, version, state, customerId } = cart
  const itemCount = itemCountOf(cart)
  return { id, itemCount, version, state, ...(customerId !== undefined && { customerId }) }
}
