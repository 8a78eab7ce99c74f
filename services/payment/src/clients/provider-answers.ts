import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ChargeOrder, Settled } from '../domain/charge.ts'
import type { CardToken, ProviderAnswer } from '../domain/ports.ts'

// The provider is another company: what it sends is taken only as far as it has these forms.
const tokenAnswer = Compile(
  Type.Object({
    // Begins with a letter, so that a card's number can never pass for one.
    token: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }),
    brand: Type.String({ pattern: '^[A-Za-z][A-Za-z -]{0,31}$' }),
    last4: Type.String({ pattern: '^[0-9]{4}$' })
  })
)
const chargeType = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  status: Type.Enum(['processing', 'succeeded', 'declined', 'failed']),
  reason: Type.Optional(Type.String()),
  amountCents: Type.Integer(),
  reference: Type.String()
})
const chargeAnswer = Compile(chargeType)
const problemAnswer = Compile(Type.Object({ code: Type.String() }))

export function readToken(body: unknown): CardToken | undefined {
  if (!tokenAnswer.Check(body)) return undefined
  const { token: cardToken, brand, last4 } = body
  return { cardToken, brand, last4 }
}

/** A charge of another sum or order than ours is no answer to our question. */
export function readCharge(body: unknown, order: ChargeOrder): ProviderAnswer {
  if (!chargeAnswer.Check(body)) return unknown
  const { id, status, reason, amountCents, reference }: Static<typeof chargeType> = body
  if (amountCents !== order.amountCents || reference !== order.orderId) return unknown
  switch (status) {
    case 'processing':
      return unknown
    case 'succeeded':
      return settled({ kind: 'succeeded', providerChargeId: id })
    case 'declined': {
      const isPoor = reason === 'insufficient-funds'
      return settled({ kind: 'refused', reason: isPoor ? reason : 'declined' })
    }
    case 'failed':
      return refusedByFault
  }
  return status satisfies never
}

/** The code of a problem, or nothing where it tells none. */
export function readCode(body: unknown): string | undefined {
  return problemAnswer.Check(body) ? body.code : undefined
}

export const unknown: ProviderAnswer = { kind: 'unknown' }
export const refusedByFault = settled({ kind: 'refused', reason: 'provider-error' })

function settled(outcome: Settled): ProviderAnswer {
  return { kind: 'settled', outcome }
}
