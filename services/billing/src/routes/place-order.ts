import { DomainError } from '@microzon/shared/errors'
import type { Answer } from '@microzon/shared/idempotency'
import {
  claimOf,
  correlationIdOf,
  problemAnswer,
  requireCustomer,
  responses,
  sendOutcome,
  spanOf,
  type Service,
  type StatusOf
} from '@microzon/shared/service'
import { currentContext, runInContext } from '@microzon/shared/telemetry'
import { Type } from 'typebox'
import { codeOfReason, titleOfReason } from '../domain/checkout-answer.ts'
import { isTerminal, type Order } from '../domain/order.ts'
import { placeOrder, type PlaceOrderPorts } from '../domain/place-order.ts'
import { addressSchema, orderAnswer, orderSchema } from './order-answer.ts'

/** What the fullest cart of the dearest products costs: 50 lines of 99 pieces at 100,000 euro. */
const totalCentsMax = 49_500_000_000

const purchaseSchema = Type.Object(
  {
    cartId: Type.String({ minLength: 1, maxLength: 64 }),
    cartVersion: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    shownTotalCents: Type.Integer({ minimum: 1, maximum: totalCentsMax }),
    // Begins with a letter, so that a card's number can never pass for one and be kept.
    cardToken: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }),
    address: addressSchema
  },
  { additionalProperties: false }
)

/** What is left of the caller's time when an order that is not at its end is answered with 202. */
const answerMs = 250
const limitMsUsual = 4_000

/** `POST /orders`: 201 confirmed, 402 or 409 cancelled with nothing charged, 202 on its way. */
export function placeOrderRoute(
  app: Service,
  ports: PlaceOrderPorts & { readonly statusOf: StatusOf }
): void {
  const schema = {
    summary: 'Buy a cart, once per key',
    body: purchaseSchema,
    response: responses({ 201: orderSchema, 202: orderSchema })
  }
  app.post(
    '/orders',
    { schema, config: { callers: ['web'], keyed: true } },
    async (request, reply) => {
      const { customerId } = requireCustomer(request)
      // The token of a card is good for one use: the same purchase may come with another one.
      const { cardToken, ...purchase } = request.body
      const claim = claimOf(request, purchase)
      const told = { statusOf: ports.statusOf, correlationId: correlationIdOf(request) }
      const { correlationId } = told
      const deadlineAt = currentContext()?.deadlineAt ?? ports.clock() + limitMsUsual
      const stopAt = deadlineAt - answerMs
      const span = spanOf(request)
      // Without the customer's token: billing acts in its own name, as it does when it resumes an
      // order in the background, for a key means the same only to the same caller.
      const context = { ...(span && { span }), correlationId, deadlineAt: stopAt }
      const outcome = await runInContext(context, () =>
        placeOrder(ports, claim, {
          purchase: { ...purchase, customerId, cardToken, correlationId },
          mayGoOn: () => ports.clock() < stopAt,
          answerOf: order => answerOf(order, told)
        })
      )
      return sendOutcome(reply, outcome)
    }
  )
}

function answerOf(
  order: Order,
  told: { readonly statusOf: StatusOf; readonly correlationId: string }
): Answer {
  const { id, reason, totalCents } = order
  // One that is still being cancelled holds the cart: its page follows it until that is the customer's again.
  if (reason === undefined || !isTerminal(order)) {
    const status = isTerminal(order) ? 201 : 202
    return { status, headers: { location: `/orders/${id}` }, body: orderAnswer(order) }
  }
  const details = { orderId: id, reason, totalCents }
  return problemAnswer(
    new DomainError(codeOfReason[reason], titleOfReason[reason], { details }),
    told
  )
}
