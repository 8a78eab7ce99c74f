import {
  deriveKey,
  type Answer,
  type Claim,
  type Once,
  type Outcome
} from '@microzon/shared/idempotency'
import type { SagaPorts } from './advance-order.ts'
import { isTerminal, type Order } from './order.ts'
import type { OrderStore } from './ports.ts'
import { runSaga } from './run-saga.ts'

export type PlaceOrderPorts = SagaPorts & {
  readonly orders: OrderStore
  readonly once: Once<OrderStore>
}

export type Purchase = Pick<
  Order,
  | 'customerId'
  | 'cartId'
  | 'cartVersion'
  | 'shownTotalCents'
  | 'cardToken'
  | 'address'
  | 'correlationId'
>

/**
 * Places an order once per key. The order is written before anything else is asked, so that it
 * survives whatever comes; then it is taken as far as the time allows. What is left is done by
 * `finishOrders`.
 */
export async function placeOrder(
  ports: PlaceOrderPorts,
  claim: Claim,
  told: {
    readonly purchase: Purchase
    readonly mayGoOn: () => boolean
    readonly answerOf: (order: Order) => Answer
  }
): Promise<Outcome> {
  const { orders, once } = ports
  const received = receive(claim.key, told.purchase, ports.clock())
  const begun = await once.begin(claim, store => store.add(received))
  if (begun.kind === 'replayed') return { replayed: true, answer: begun.answer }
  // Not always the one above: after a day the claim is forgotten, and the order is not.
  const found = (await orders.find(received.id)) ?? received
  const order = await runSaga(ports, found, told.mayGoOn)
  // The rest is due now, and no longer when whoever took the order may have died.
  if (!isTerminal(order)) await orders.postpone(order.id, { dueAt: ports.clock(), tries: 0 })
  return once.finish(claim, told.answerOf(order))
}

function receive(key: string, purchase: Purchase, now: number): Order {
  return {
    ...purchase,
    id: orderIdOf(purchase.customerId, key),
    key,
    state: 'RECEIVED',
    reason: undefined,
    lines: [],
    totalCents: purchase.shownTotalCents,
    steps: [{ state: 'RECEIVED', at: now }],
    revision: 1,
    createdAt: now,
    updatedAt: now
  }
}

/** Follows from customer and key, so that the same purchase is the same order for ever. */
export function orderIdOf(customerId: string, key: string): string {
  return deriveKey(`${customerId}/${key}`, 'order')
}
