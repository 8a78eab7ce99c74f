import { advance, type SagaPorts } from './advance-order.ts'
import { isTerminal, type Order } from './order.ts'
import type { OrderStore } from './ports.ts'

/**
 * Takes an order as far as it goes now: to its end, to a step that cannot be done at present, or
 * until `mayGoOn` says stop. Each step is written before the next one starts; where another
 * instance was quicker, its state is taken over.
 */
export async function runSaga(
  ports: SagaPorts & { readonly orders: Pick<OrderStore, 'find' | 'save'> },
  order: Order,
  mayGoOn: () => boolean
): Promise<Order> {
  const { orders } = ports
  let [current, isOwn] = [order, false]
  while (!isTerminal(current) && mayGoOn()) {
    const next = await advance(ports, current, isOwn)
    if (next === current) return current
    isOwn = await orders.save(next)
    current = isOwn ? next : await reread(orders, current)
  }
  return current
}

async function reread(orders: Pick<OrderStore, 'find'>, order: Order): Promise<Order> {
  const found = await orders.find(order.id)
  if (found === undefined) throw new Error(`order ${order.id} has vanished`)
  return found
}
