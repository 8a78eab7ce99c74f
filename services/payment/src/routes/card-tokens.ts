import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Provider } from '../domain/ports.ts'

/** As long as a field of a form may be: what is wrong with a card is said by the provider. */
const field = Type.String({ maxLength: 2_000 })
const cardSchema = Type.Object(
  { cardNumber: field, cardExpiry: field, cardCvc: field },
  { additionalProperties: false }
)

const cardTokenSchema = Type.Object({
  cardToken: Type.String(),
  brand: Type.String(),
  last4: Type.String()
})

/**
 * A card goes to the provider and nowhere else. No idempotency key: what this makes is worthless
 * after one use, and a stored fingerprint would be a hash of a card's number.
 */
export function cardTokenRoutes(app: Service, { provider }: { readonly provider: Provider }): void {
  const schema = {
    summary: 'Turn a card into a token that is good for one charge',
    body: cardSchema,
    response: responses({ 201: cardTokenSchema })
  }
  app.post('/card-tokens', { schema, config: { callers: ['web'] } }, async (request, reply) => {
    const { cardNumber: number, cardExpiry: expiry, cardCvc: cvc } = request.body
    return reply.code(201).send(await provider.tokenise({ number, expiry, cvc }))
  })
}
