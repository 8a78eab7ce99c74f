import { path, type CallResult, type ServiceClient } from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type, type Static } from 'typebox'
import type { Order } from '../domain/order.ts'
import type { ChargeResult, PaymentPort } from '../domain/ports.ts'

const charge = Type.Object({
  status: Type.Enum(['succeeded', 'refused', 'pending', 'absent']),
  reason: Type.Optional(Type.String()),
  amountCents: Type.Integer()
})
type Charge = Static<typeof charge>

/** The provider may take its time; payment answers before our own time is over. */
const chargeMs = 5_000

/** The payment service as billing needs it: one charge per order, under a key that follows from the order's. */
export function createPaymentClient(client: ServiceClient): PaymentPort {
  return {
    async charge(order) {
      const { id: orderId, totalCents: amountCents, cardToken, key } = order
      const result = await client.call({
        method: 'POST',
        operation: 'POST /charges',
        path: '/charges',
        body: { orderId, amountCents, cardToken },
        idempotencyKey: deriveKey(key, 'charge'),
        deadlineMs: chargeMs,
        attemptMs: chargeMs,
        answer: charge
      })
      return resultOf(result, order)
    },
    async find(order) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /charges/by-key/:key',
        path: path`/charges/by-key/${deriveKey(order.key, 'charge')}`,
        answer: charge
      })
      const isUnknownThere = result.kind === 'business' && result.code === 'CHARGE_UNKNOWN'
      return isUnknownThere ? { kind: 'absent' } : resultOf(result, order)
    }
  }
}

function resultOf(result: CallResult<Charge>, order: Order): ChargeResult {
  switch (result.kind) {
    case 'answered':
      return answered(result.body, order)
    case 'business':
      return result.code === 'CHARGE_REFUSED'
        ? { kind: 'refused', reason: reasonOf(result.problem.details?.['reason']) }
        : { kind: 'unknown', sent: true }
    case 'technical':
    case 'overload':
    case 'deadline':
      return { kind: 'unknown', sent: result.sent }
  }
  return result satisfies never
}

function answered({ status, reason, amountCents }: Charge, order: Order): ChargeResult {
  switch (status) {
    case 'succeeded':
      // Another sum under our key would be a fault that nobody may overlook.
      if (amountCents !== order.totalCents)
        throw new RangeError(`order ${order.id}: charged ${amountCents}`)
      return { kind: 'charged' }
    case 'refused':
      return { kind: 'refused', reason: reasonOf(reason) }
    case 'pending':
    case 'absent':
      return { kind: status }
  }
  return status satisfies never
}

function reasonOf(text: unknown): 'declined' | 'insufficient-funds' | 'provider-error' {
  return text === 'declined' || text === 'insufficient-funds' ? text : 'provider-error'
}
