import { createId, responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { recognise } from '../domain/card.ts'
import type { ChargeStore } from '../domain/ports.ts'

const cardSchema = Type.Object(
  {
    number: Type.String({ maxLength: 32 }),
    expiry: Type.String({ maxLength: 8 }),
    cvc: Type.String({ maxLength: 4 })
  },
  { additionalProperties: false }
)

const tokenSchema = Type.Object({
  token: Type.String(),
  brand: Type.String(),
  last4: Type.String()
})

/** Cards become tokens: the only place that sees a number, and it keeps none. */
export function tokenRoutes(
  app: Service,
  { store, runtime }: { readonly store: ChargeStore; readonly runtime: { clock: () => number } }
): void {
  const schema = {
    summary: 'Turn a card into a single-use token',
    body: cardSchema,
    response: responses({ 201: tokenSchema })
  }
  app.post('/v1/tokens', { schema }, async (request, reply) => {
    const card = recognise(request.body, runtime.clock())
    const token = `tok_${createId().replaceAll('-', '')}`
    await store.addToken(token, card)
    return reply.code(201).send({ token, brand: card.brand, last4: card.last4 })
  })
}
