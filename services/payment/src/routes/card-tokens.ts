import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Provider } from '../domain/ports.ts'

const cardSchema = Type.Object(
  {
    cardNumber: Type.String({ maxLength: 32 }),
    cardExpiry: Type.String({ maxLength: 8 }),
    cardCvc: Type.String({ maxLength: 4 })
  },
  { additionalProperties: false }
)

const cardTokenSchema = Type.Object({
  cardToken: Type.String(),
  brand: Type.String(),
  last4: Type.String()
})

/**
 * A card goes to the provider and nowhere else. No idempotency key: what this makes is worthless after one use, and a
 * stored fingerprint would be a hash of a card's number.
 */
export function cardTokenRoutes(app: Service, { provider }: { readonly provider: Provider }): void {
  const schema = { body: cardSchema, response: responses({ 201: cardTokenSchema }) }
  app.post('/card-tokens', { schema, config: { callers: ['web'] } }, async (request, reply) => {
    const { cardNumber: number, cardExpiry: expiry, cardCvc: cvc } = request.body
    return reply.code(201).send(await provider.tokenise({ number, expiry, cvc }))
  })
}
