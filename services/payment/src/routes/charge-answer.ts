import { DomainError } from '@microzon/shared/errors'
import type { Answer } from '@microzon/shared/idempotency'
import { problemAnswer, type StatusOf } from '@microzon/shared/service'
import { Type, type Static } from 'typebox'
import type { Charge } from '../domain/charge.ts'

/** `absent`: pending here, and the provider has no charge under the key: it may be asked for again. */
export const chargeSchema = Type.Object({
  chargeId: Type.String(),
  orderId: Type.String(),
  amountCents: Type.Integer(),
  status: Type.Enum(['succeeded', 'refused', 'pending', 'absent']),
  reason: Type.Optional(Type.String())
})

export function chargeBody({
  id,
  orderId,
  amountCents,
  outcome
}: Charge): Static<typeof chargeSchema> {
  const told = { chargeId: id, orderId, amountCents }
  return outcome.kind === 'refused'
    ? { ...told, status: 'refused', reason: outcome.reason }
    : { ...told, status: outcome.kind }
}

/** 201 charged, 402 refused for good, 202 not known yet. */
export function answerOf(
  charge: Charge,
  told: { readonly statusOf: StatusOf; readonly correlationId: string }
): Answer {
  const { outcome } = charge
  switch (outcome.kind) {
    case 'succeeded':
      return { status: 201, body: chargeBody(charge) }
    case 'pending':
      return { status: 202, body: chargeBody(charge) }
    case 'refused': {
      const details = { reason: outcome.reason }
      const error = new DomainError('CHARGE_REFUSED', 'the card was not charged', { details })
      return problemAnswer(error, told)
    }
  }
  return outcome satisfies never
}
