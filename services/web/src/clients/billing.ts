import { path, query, type CallResult, type ServiceClient } from '@microzon/shared/client'
import { Type, type Static } from 'typebox'
import type { Order, Orders, Placed, RefusalReason } from '../domain/orders.ts'
import { isUnreadable, unwrap } from './unwrap.ts'

const line = Type.String({ maxLength: 200 })
const state = Type.Enum([
  'RECEIVED',
  'FROZEN',
  'PRICED',
  'RESERVED',
  'CHARGING',
  'CHARGE_UNKNOWN',
  'CHARGED',
  'COMPENSATING',
  'CONFIRMED',
  'CANCELLED'
])
const order = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  state,
  reason: Type.Optional(Type.String({ maxLength: 32 })),
  lines: Type.Array(
    Type.Object({
      productId: Type.String({ maxLength: 100 }),
      option: line,
      amount: Type.Integer(),
      name: line,
      unitPriceCents: Type.Optional(Type.Integer()),
      totalCents: Type.Optional(Type.Integer())
    }),
    { maxItems: 50 }
  ),
  totalCents: Type.Integer(),
  address: Type.Object({
    name: line,
    street: line,
    postalCode: line,
    city: line,
    country: line
  }),
  steps: Type.Array(Type.Object({ state, at: Type.Integer() }), { maxItems: 100 }),
  createdAt: Type.Integer()
})
const orderPage = Type.Object({
  orders: Type.Array(order, { maxItems: 100 }),
  next: Type.Optional(Type.String({ maxLength: 200 }))
})

/** The slow card takes longer: its order is followed on its own page. */
const placeMs = 6_000
const away = 'BILLING_UNAVAILABLE'

/** The billing service over HTTP. */
export function createBillingClient(client: ServiceClient): Orders {
  return {
    async place(purchase, { login, key }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /orders',
        path: '/orders',
        customerToken: login.token,
        body: purchase,
        idempotencyKey: key,
        deadlineMs: placeMs,
        attemptMs: placeMs,
        answer: order
      })
      return placedOf(result)
    },
    async find(orderId, { token: customerToken }) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /orders/:id',
        path: path`/orders/${orderId}`,
        customerToken,
        answer: order
      })
      return orderOf(unwrap(result, away, ['ORDER_NOT_FOUND']))
    },
    async findByKey(key, { token: customerToken }) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /orders/by-key/:key',
        path: path`/orders/by-key/${key}`,
        customerToken,
        answer: order
      })
      const isUnknown = result.kind === 'business' && result.code === 'ORDER_NOT_FOUND'
      return isUnknown ? undefined : orderOf(unwrap(result, away))
    },
    async list({ customerId, token: customerToken }, cursor) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /orders',
        path: `/orders${query({ customerId, cursor })}`,
        customerToken,
        answer: orderPage
      })
      const { orders, next } = unwrap(result, away, ['CURSOR_INVALID'])
      return { orders: orders.map(orderOf), next }
    }
  }
}

const reasons: ReadonlySet<string> = new Set<RefusalReason>([
  'declined',
  'insufficient-funds',
  'provider-error',
  'price-changed',
  'out-of-stock',
  'cart-changed',
  'abandoned'
])

function placedOf(result: CallResult<Static<typeof order>>): Placed {
  switch (result.kind) {
    case 'answered':
      return { kind: 'order', orderId: result.body.id }
    case 'business': {
      const { reason, orderId } = result.problem.details ?? {}
      const isRefusal = typeof reason === 'string' && reasons.has(reason)
      // Another refusal, such as a first request that is still being worked on, says nothing about
      // its outcome.
      if (!isRefusal) return { kind: 'unknown', sent: !isUnreadable(result) }
      const id = typeof orderId === 'string' ? orderId : undefined
      return { kind: 'refused', reason: reason as RefusalReason, orderId: id }
    }
    case 'technical':
    case 'overload':
    case 'deadline':
      return { kind: 'unknown', sent: result.sent }
  }
  return result satisfies never
}

function orderOf({ reason, lines, ...rest }: Static<typeof order>): Order {
  return {
    ...rest,
    reason,
    lines: lines.map(({ unitPriceCents, totalCents, ...item }) => {
      return { ...item, unitPriceCents, totalCents }
    })
  }
}
