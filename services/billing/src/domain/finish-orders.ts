import type { SagaPorts } from './advance-order.ts'
import { isTerminal, type Order } from './order.ts'
import type { Due, OrderStore } from './ports.ts'
import { runSaga } from './run-saga.ts'

export type FinishOrdersPorts = SagaPorts & {
  readonly orders: OrderStore
  readonly random: () => number
  /** Runs the work on one order as part of the trace that the order came with. */
  readonly inTraceOf: (order: Order, work: () => Promise<void>) => Promise<void>
  readonly onError: (error: unknown, order: Order) => void
  /** Told of an order that has been on its way for too long, each time it was looked at in vain. */
  readonly onStuck: (order: Order) => void
}

const ordersMax = 20
/** How long a taken order is left alone by others; longer than its steps take. */
const takenMs = 30_000
/** After which no further step of an order begins: a graceful stop waits for the round. */
const roundMs = 4_000
const backOffMs = { first: 1_000, most: 60_000 }
const stuckAfterMs = 5 * 60_000

/**
 * One round over the orders that nobody is at work on: each is taken as far as it goes, and looked
 * at again later, at growing intervals, while it makes no progress. Answers how many it took.
 */
export async function finishOrders(ports: FinishOrdersPorts): Promise<number> {
  const now = ports.clock()
  const due = await ports.orders.takeDue(now, { limit: ordersMax, until: now + takenMs })
  await Promise.all(due.map(taken => finishOne(ports, taken)))
  return due.length
}

async function finishOne(ports: FinishOrdersPorts, { order, tries }: Due): Promise<void> {
  const { orders, clock } = ports
  const until = clock() + roundMs
  try {
    await ports.inTraceOf(order, async () => {
      const after = await runSaga(ports, order, () => clock() < until)
      if (isTerminal(after)) return
      if (clock() - after.createdAt > stuckAfterMs) ports.onStuck(after)
      const inVain = after.revision === order.revision ? tries + 1 : 0
      await orders.postpone(order.id, {
        dueAt: clock() + pauseMs(inVain, clock() - after.createdAt, ports.random),
        tries: inVain
      })
    })
  } catch (error) {
    // It stays taken and is due again when that has passed.
    ports.onError(error, order)
  }
}

/**
 * Doubles with every round in vain, up to a quarter of the order's age: one that waits for the end of
 * a short outage is seen before it is too old to be charged. Half of it by chance, so that orders of
 * one outage do not come back as one.
 */
function pauseMs(inVain: number, ageMs: number, random: () => number): number {
  const doubled = backOffMs.first * 2 ** Math.min(inVain, 10)
  const pause = Math.min(backOffMs.most, doubled, Math.max(backOffMs.first, ageMs / 4))
  return pause * (0.5 + random() / 2)
}
