import { path, query, type OnMistake, type ServiceClient } from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type } from 'typebox'
import type { Order } from '../domain/order.ts'
import type { CartPort, Done, Later } from '../domain/ports.ts'
import { isRefused, tellMistake } from './mistake.ts'

const snapshot = Type.Object({
  items: Type.Array(
    Type.Object({
      productId: Type.String({ minLength: 1, maxLength: 100 }),
      productOption: Type.String({ minLength: 1, maxLength: 200 }),
      amount: Type.Integer({ minimum: 1, maximum: 99 }),
      name: Type.String({ maxLength: 200 })
    }),
    { minItems: 1, maxItems: 50 }
  )
})

/**
 * What says that the cart is not the one that was shown. Any other refusal is a fault between
 * services: the order waits until that is mended.
 */
const refusals = ['CART_CHANGED', 'CART_CLOSED', 'CART_EMPTY', 'CART_FROZEN', 'CART_UNKNOWN']

/** The cart service as billing needs it. */
export function createCartClient(client: ServiceClient, onMistake: OnMistake): CartPort {
  return {
    async freeze({ id, cartId, cartVersion, customerId }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /carts/:id/freeze',
        path: path`/carts/${cartId}/freeze`,
        body: { checkoutId: id, expectedVersion: cartVersion, customerId },
        idempotencyKey: deriveKey(id, 'freeze'),
        answer: snapshot
      })
      if (result.kind === 'answered')
        return { kind: 'frozen', lines: result.body.items.map(lineOf) }
      if (result.kind === 'business' && refusals.includes(result.code)) {
        return { kind: 'refused', reason: 'cart-changed' }
      }
      tellMistake(result, onMistake)
      return { kind: 'later' }
    },
    release: order => settle({ client, onMistake }, order, 'released'),
    close: order => settle({ client, onMistake }, order, 'ordered')
  }
}

function lineOf({
  productId,
  productOption: option,
  amount,
  name
}: {
  readonly productId: string
  readonly productOption: string
  readonly amount: number
  readonly name: string
}): Order['lines'][number] {
  return { productId, option, amount, name, unitPriceCents: undefined }
}

async function settle(
  { client, onMistake }: { readonly client: ServiceClient; readonly onMistake: OnMistake },
  { cartId, id }: Order,
  outcome: 'released' | 'ordered'
): Promise<Done | Later> {
  const result = await client.call({
    method: 'DELETE',
    operation: 'DELETE /carts/:id/freeze/:checkoutId',
    path: `${path`/carts/${cartId}/freeze/${id}`}${query({ outcome })}`
  })
  // A cart that is gone has nothing left to settle.
  if (result.kind === 'answered' || isRefused(result, 'CART_UNKNOWN')) return { kind: 'done' }
  tellMistake(result, onMistake)
  return { kind: 'later' }
}
