import { DomainError } from '@microzon/shared/errors'
import { requireCustomer, responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { Order } from '../domain/order.ts'
import type { OrderStore } from '../domain/ports.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { orderAnswer, orderSchema } from './order-answer.ts'

const limitUsual = 20
const config = { callers: ['web'] }

/** The owner's orders. Somebody else's is not found. */
export function orderRoutes(app: Service, { orders }: { readonly orders: OrderStore }): void {
  const one = {
    summary: 'One order',
    params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
    response: responses({ 200: orderSchema })
  }
  app.get('/orders/:id', { schema: one, config }, async request => {
    const { customerId } = requireCustomer(request)
    return orderAnswer(owned(await orders.find(request.params.id), customerId))
  })
  const byKey = {
    summary: 'The order that was placed under an idempotency key',
    params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
    response: responses({ 200: orderSchema })
  }
  app.get('/orders/by-key/:key', { schema: byKey, config }, async request => {
    const { customerId } = requireCustomer(request)
    return orderAnswer(owned(await orders.findByKey(customerId, request.params.key), customerId))
  })
  listRoute(app, orders)
}

function listRoute(app: Service, orders: OrderStore): void {
  const schema = {
    summary: "A customer's orders, the newest first",
    querystring: Type.Object(
      {
        customerId: Type.String({ maxLength: 64 }),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }))
      },
      { additionalProperties: false }
    ),
    response: responses({
      200: Type.Object({ orders: Type.Array(orderSchema), next: Type.Optional(Type.String()) })
    })
  }
  app.get('/orders', { schema, config }, async request => {
    const { customerId } = requireCustomer(request)
    const { cursor, limit = limitUsual } = request.query
    if (request.query.customerId !== customerId) throw notFound()
    const before = cursor === undefined ? undefined : readCursor(cursor)
    const found = await orders.list({ customerId, before, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next = last && found.length > limit ? { next: writeCursor(last) } : {}
    return { orders: page.map(orderAnswer), ...next }
  })
}

function owned(order: Order | undefined, customerId: string): Order {
  if (order?.customerId !== customerId) throw notFound()
  return order
}

function notFound(): DomainError {
  return new DomainError('ORDER_NOT_FOUND', 'there is no such order')
}
