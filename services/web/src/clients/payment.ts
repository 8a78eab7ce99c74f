import type { ServiceClient } from '@microzon/shared/client'
import { Type } from 'typebox'
import type { Cards } from '../domain/orders.ts'
import { unwrap } from './unwrap.ts'

const cardToken = Type.Object({ cardToken: Type.String({ minLength: 1, maxLength: 64 }) })

/** The payment service over HTTP. */
export function createPaymentClient(client: ServiceClient): Cards {
  return {
    async tokenise(card) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /card-tokens',
        path: '/card-tokens',
        body: card,
        answer: cardToken
      })
      const codes = ['CARD_INVALID', 'CARD_NOT_OF_THE_SIMULATOR']
      return unwrap(result, 'PAYMENT_UNAVAILABLE', codes).cardToken
    }
  }
}
