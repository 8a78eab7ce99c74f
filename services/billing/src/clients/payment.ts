import { path, type CallResult, type OnMistake, type ServiceClient } from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type, type Static } from 'typebox'
import type { CancelReason, Order } from '../domain/order.ts'
import type { ChargeResult, FoundCharge, PaymentPort } from '../domain/ports.ts'
import { isRefused, tellMistake } from './mistake.ts'

const charge = Type.Object({
  orderId: Type.String(),
  status: Type.Enum(['succeeded', 'refused', 'pending', 'absent']),
  reason: Type.Optional(Type.String()),
  amountCents: Type.Integer()
})
type Charge = Static<typeof charge>

/** The provider may take its time; payment answers before our own time is over. */
const chargeMs = 5_000

/**
 * The payment service as billing needs it: one charge per order, under a key that follows from the
 * order's id.
 */
export function createPaymentClient(client: ServiceClient, onMistake: OnMistake): PaymentPort {
  return {
    async charge(order, chargeUntil) {
      const { id: orderId, totalCents: amountCents, cardToken } = order
      const result = await client.call({
        method: 'POST',
        operation: 'POST /charges',
        path: '/charges',
        body: { orderId, amountCents, cardToken, chargeUntil },
        idempotencyKey: keyOf(order),
        deadlineMs: chargeMs,
        attemptMs: chargeMs,
        answer: charge
      })
      if (!isRefused(result, 'CHARGE_REFUSED')) tellMistake(result, onMistake)
      return chargeResultOf(result, order)
    },
    async find(order) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /charges/by-key/:key',
        path: path`/charges/by-key/${keyOf(order)}`,
        answer: charge
      })
      if (isRefused(result, 'CHARGE_UNKNOWN')) return { kind: 'absent' }
      tellMistake(result, onMistake)
      return result.kind === 'answered' ? told(result.body, order) : unknown
    }
  }
}

function keyOf({ id }: Order): string {
  return deriveKey(id, 'charge')
}

function chargeResultOf(result: CallResult<Charge>, order: Order): ChargeResult {
  switch (result.kind) {
    case 'answered': {
      const found = told(result.body, order)
      return found.kind === 'absent' ? unknown : found
    }
    case 'business':
      return result.code === 'CHARGE_REFUSED'
        ? { kind: 'refused', reason: reasonOf(result.problem.details?.['reason']) }
        : unknown
    case 'technical':
    case 'overload':
      return result.sent ? unknown : { kind: 'not-sent' }
    case 'deadline':
      // Our own time was over, which says nothing about the payment service: later there is more of it.
      return unknown
  }
  return result satisfies never
}

function told({ status, reason, amountCents, orderId }: Charge, order: Order): FoundCharge {
  // Another charge under our key would be a fault that nobody may overlook.
  if (amountCents !== order.totalCents || orderId !== order.id) {
    throw new RangeError(`order ${order.id}: charge of ${amountCents} for ${orderId}`)
  }
  switch (status) {
    case 'succeeded':
      return { kind: 'charged' }
    case 'refused':
      return { kind: 'refused', reason: reasonOf(reason) }
    case 'pending':
      return unknown
    case 'absent':
      return { kind: 'absent' }
  }
  return status satisfies never
}

function reasonOf(text: unknown): CancelReason {
  return text === 'declined' || text === 'insufficient-funds' ? text : 'provider-error'
}

const unknown = { kind: 'unknown' } as const
