import { path, query, type CallResult, type ServiceClient } from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type } from 'typebox'
import type { Order } from '../domain/order.ts'
import type { CartPort, Done, Later } from '../domain/ports.ts'

const snapshot = Type.Object({
  customerId: Type.String(),
  items: Type.Array(
    Type.Object({
      productId: Type.String({ maxLength: 64 }),
      productOption: Type.String({ maxLength: 100 }),
      amount: Type.Integer({ minimum: 1, maximum: 99 }),
      name: Type.String({ maxLength: 200 })
    }),
    { minItems: 1, maxItems: 50 }
  )
})

/** The cart service as billing needs it. A refusal of any kind means that the cart is not as it was shown. */
export function createCartClient(client: ServiceClient): CartPort {
  return {
    async freeze(order) {
      const { cartId, cartVersion, customerId, id, key } = order
      const result = await client.call({
        method: 'POST',
        operation: 'POST /carts/:id/freeze',
        path: path`/carts/${cartId}/freeze`,
        body: { checkoutId: id, expectedVersion: cartVersion, customerId },
        idempotencyKey: deriveKey(key, 'freeze'),
        answer: snapshot
      })
      if (result.kind === 'business') return { kind: 'refused', reason: 'cart-changed' }
      if (result.kind !== 'answered') return { kind: 'later' }
      const lines = result.body.items.map(({ productId, productOption, amount, name }) => {
        return { productId, option: productOption, amount, name, unitPriceCents: undefined }
      })
      return { kind: 'frozen', lines }
    },
    release: order => settle(client, order, 'released'),
    close: order => settle(client, order, 'ordered')
  }
}

async function settle(
  client: ServiceClient,
  { cartId, id }: Order,
  outcome: 'released' | 'ordered'
): Promise<Done | Later> {
  const result: CallResult<unknown> = await client.call({
    method: 'DELETE',
    operation: 'DELETE /carts/:id/freeze/:checkoutId',
    path: `${path`/carts/${cartId}/freeze/${id}`}${query({ outcome })}`
  })
  // A cart that is gone, or is not ours any more, has nothing left to settle.
  return result.kind === 'answered' || result.kind === 'business'
    ? { kind: 'done' }
    : { kind: 'later' }
}
