import { sumCents } from '@microzon/shared/money'
import { moveTo, type CancelReason, type Order, type OrderLine } from './order.ts'
import type { CartPort, CatalogPort, PaymentPort } from './ports.ts'

export type SagaPorts = {
  readonly cart: CartPort
  readonly catalog: CatalogPort
  readonly payment: PaymentPort
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** An order that nothing was charged for is given up when it is this old. */
export const abandonAfterMs = 60_000
/**
 * When it is this old no further charge is sent, by us or by payment, and the provider makes none
 * that arrives later: when the order is given up, "no such charge" is the last word. In between
 * there is room for clocks that differ.
 */
export const chargeWithinMs = 45_000

/**
 * Takes an order one step further, or leaves it as it is (the same object) when the step cannot be
 * done at present. Every step may be repeated, by this or another instance: its keys are derived
 * from the order's id. `isOwn` says that the caller itself has written this very revision.
 *
 * Before CHARGING a failure compensates. From there on an order is cancelled only when it is
 * certain that nothing was and nothing will be charged; once CHARGED there is only forward.
 */
export function advance(ports: SagaPorts, order: Order, isOwn: boolean): Promise<Order> {
  switch (order.state) {
    case 'RECEIVED':
      return freeze(ports, order)
    case 'FROZEN':
      return price(ports, order)
    case 'PRICED':
      return reserve(ports, order)
    case 'RESERVED':
      return Promise.resolve(startCharging(ports, order))
    case 'CHARGING':
      return isOwn ? charge(ports, order) : Promise.resolve(toUnknown(ports, order))
    case 'CHARGE_UNKNOWN':
      return findCharge(ports, order)
    case 'CHARGED':
      return confirm(ports, order)
    case 'COMPENSATING':
      return compensate(ports, order)
    case 'CONFIRMED':
    case 'CANCELLED':
      return Promise.resolve(order)
  }
  return order.state satisfies never
}

async function freeze({ cart, clock }: SagaPorts, order: Order): Promise<Order> {
  const result = await cart.freeze(order)
  switch (result.kind) {
    case 'frozen':
      return moveTo(order, 'FROZEN', { now: clock(), lines: result.lines })
    case 'refused':
      return cancel(order, result.reason, clock())
    case 'later':
      return orAbandon(order, clock())
  }
  return result satisfies never
}

async function price({ catalog, clock }: SagaPorts, order: Order): Promise<Order> {
  const result = await catalog.price(order.lines)
  if (result.kind === 'later') return orAbandon(order, clock())
  const { lines } = result
  if (!lines.every(isPriced)) return cancel(order, 'out-of-stock', clock())
  const totalCents = sumCents(lines.map(line => line.unitPriceCents * line.amount))
  const next = { now: clock(), lines, totalCents }
  // What was shown is what is charged, or the customer is asked again.
  return totalCents === order.shownTotalCents
    ? moveTo(order, 'PRICED', next)
    : moveTo(order, 'COMPENSATING', { ...next, reason: 'price-changed' })
}

async function reserve({ catalog, clock }: SagaPorts, order: Order): Promise<Order> {
  const result = await catalog.reserve(order)
  switch (result.kind) {
    case 'done':
      return moveTo(order, 'RESERVED', { now: clock() })
    case 'refused':
      return cancel(order, result.reason, clock())
    case 'later':
      return orAbandon(order, clock())
  }
  return result satisfies never
}

/** Written down before the provider is asked: whoever finds the order knows that money may have moved. */
function startCharging({ clock }: SagaPorts, order: Order): Order {
  const now = clock()
  return now - order.createdAt > chargeWithinMs
    ? cancel(order, 'abandoned', now)
    : moveTo(order, 'CHARGING', { now })
}

/**
 * Only who has written CHARGING charges from it; whoever finds it so writes CHARGE_UNKNOWN first.
 * Hence a charge that was surely not sent is the only one there was, and if somebody else has come
 * by since, the cancellation cannot be written.
 */
async function charge({ payment, clock }: SagaPorts, order: Order): Promise<Order> {
  const result = await payment.charge(order, order.createdAt + chargeWithinMs)
  switch (result.kind) {
    case 'charged':
      return moveTo(order, 'CHARGED', { now: clock() })
    case 'refused':
      return cancel(order, result.reason, clock())
    case 'not-sent':
      return cancel(order, 'abandoned', clock())
    case 'unknown':
      return toUnknown({ clock }, order)
  }
  return result satisfies never
}

async function findCharge({ payment, clock }: SagaPorts, order: Order): Promise<Order> {
  // Before the question: an answer that takes its time tells of then.
  const age = clock() - order.createdAt
  const found = await payment.find(order)
  switch (found.kind) {
    case 'charged':
      return moveTo(order, 'CHARGED', { now: clock() })
    case 'refused':
      return cancel(order, found.reason, clock())
    case 'unknown':
      return order
    case 'absent':
      if (age > abandonAfterMs) return cancel(order, 'abandoned', clock())
      return age > chargeWithinMs ? order : chargeAgain({ payment, clock }, order)
  }
  return found satisfies never
}

/** With the same key. An attempt that was not sent says nothing about those before it. */
async function chargeAgain(
  { payment, clock }: Pick<SagaPorts, 'payment' | 'clock'>,
  order: Order
): Promise<Order> {
  const result = await payment.charge(order, order.createdAt + chargeWithinMs)
  switch (result.kind) {
    case 'charged':
      return moveTo(order, 'CHARGED', { now: clock() })
    case 'refused':
      return cancel(order, result.reason, clock())
    case 'not-sent':
    case 'unknown':
      return order
  }
  return result satisfies never
}

function toUnknown({ clock }: Pick<SagaPorts, 'clock'>, order: Order): Order {
  return moveTo(order, 'CHARGE_UNKNOWN', { now: clock() })
}

async function confirm({ catalog, cart, clock }: SagaPorts, order: Order): Promise<Order> {
  const results = await Promise.all([catalog.confirm(order), cart.close(order)])
  return results.every(({ kind }) => kind === 'done')
    ? moveTo(order, 'CONFIRMED', { now: clock() })
    : order
}

async function compensate({ catalog, cart, clock }: SagaPorts, order: Order): Promise<Order> {
  const results = await Promise.all([catalog.release(order), cart.release(order)])
  return results.every(({ kind }) => kind === 'done')
    ? moveTo(order, 'CANCELLED', { now: clock() })
    : order
}

function cancel(order: Order, reason: CancelReason, now: number): Order {
  return moveTo(order, 'COMPENSATING', { now, reason })
}

function orAbandon(order: Order, now: number): Order {
  return now - order.createdAt > abandonAfterMs ? cancel(order, 'abandoned', now) : order
}

function isPriced(line: OrderLine): line is OrderLine & { readonly unitPriceCents: number } {
  return line.unitPriceCents !== undefined
}
