import type { Answer } from '@microzon/shared/idempotency'
import {
  claimOf,
  correlationIdOf,
  requireCustomer,
  responses,
  sendOutcome,
  type Service
} from '@microzon/shared/service'
import { currentContext, runInContext } from '@microzon/shared/telemetry'
import { Type } from 'typebox'
import { codeOfReason, titleOfReason } from '../domain/checkout-answer.ts'
import { isTerminal, type Order } from '../domain/order.ts'
import { placeOrder, type PlaceOrderPorts } from '../domain/place-order.ts'
import { addressSchema, orderAnswer, orderSchema } from './order-answer.ts'

const purchaseSchema = Type.Object(
  {
    cartId: Type.String({ minLength: 1, maxLength: 64 }),
    cartVersion: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
    shownTotalCents: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    cardToken: Type.String({ minLength: 1, maxLength: 64 }),
    address: addressSchema
  },
  { additionalProperties: false }
)

/** What is left of the caller's time when an order that is not at its end is answered with 202. */
const answerMs = 250
const limitMsUsual = 4_000

/** `POST /orders`: 201 at its end, 202 on its way, 402 and 409 cancelled with nothing charged. */
export function placeOrderRoute(app: Service, ports: PlaceOrderPorts): void {
  const schema = {
    body: purchaseSchema,
    response: responses({ 201: orderSchema, 202: orderSchema })
  }
  app.post('/orders', { schema, config: { callers: ['web'] } }, async (request, reply) => {
    const { customerId } = requireCustomer(request)
    // The token of a card is good for one use: the same purchase may come with another one.
    const { cardToken, ...purchase } = request.body
    const claim = claimOf(request, purchase)
    const correlationId = correlationIdOf(request)
    const context = currentContext()
    const stopAt = (context?.deadlineAt ?? ports.clock() + limitMsUsual) - answerMs
    const placed = await runInContext({ ...context, correlationId, deadlineAt: stopAt }, () =>
      placeOrder(ports, claim, {
        purchase: { ...purchase, customerId, cardToken, correlationId },
        mayGoOn: () => ports.clock() < stopAt,
        answerOf: order => answerOf(order, correlationId)
      })
    )
    if (placed.kind === 'replayed')
      return sendOutcome(reply, { replayed: true, answer: placed.answer })
    return sendOutcome(reply, { replayed: false, answer: answerOf(placed.order, correlationId) })
  })
}

function answerOf(order: Order, correlationId: string): Answer {
  const location = `/orders/${order.id}`
  if (order.reason === undefined) {
    const status = isTerminal(order) ? 201 : 202
    return { status, headers: { location }, body: orderAnswer(order) }
  }
  // Also while the stock is still being given back: what was decided does not change any more.
  const code = codeOfReason[order.reason]
  const status = code.startsWith('PAYMENT_') ? 402 : 409
  const details = { orderId: order.id, reason: order.reason, totalCents: order.totalCents }
  const type = `urn:microzon:problem:${code.toLowerCase().replaceAll('_', '-')}`
  return {
    status,
    body: { type, title: titleOfReason[order.reason], status, code, correlationId, details }
  }
}
