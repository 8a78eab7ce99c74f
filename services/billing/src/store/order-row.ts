import type { Selectable } from 'kysely'
import { isTerminal, type Order } from '../domain/order.ts'
import type { BillingSchema } from './schema.ts'

type Row = Selectable<BillingSchema['orders']>

export function rowOf(order: Order): Omit<Row, 'due_at' | 'tries'> {
  return {
    id: order.id,
    order_key: order.key,
    customer_id: order.customerId,
    state: order.state,
    is_open: isTerminal(order) ? 0 : 1,
    revision: order.revision,
    document: JSON.stringify(order),
    created_at: order.createdAt,
    updated_at: order.updatedAt
  }
}

export function orderOf({ document }: Row): Order {
  const order = JSON.parse(document) as Order
  // JSON leaves out what is undefined.
  return { ...order, reason: order.reason ?? undefined }
}
