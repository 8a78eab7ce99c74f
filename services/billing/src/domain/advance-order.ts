import { sumCents } from '@microzon/shared/money'
import { moveTo, type CancelReason, type Order, type OrderLine, type OrderState } from './order.ts'
import type { CartPort, CatalogPort, ChargeResult, PaymentPort } from './ports.ts'

export type SagaPorts = {
  readonly cart: CartPort
  readonly catalog: CatalogPort
  readonly payment: PaymentPort
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** Before money is involved, an order that makes no progress for this long is given up. */
const abandonAfterMs = 60_000
/**
 * When an order is this old no further charge is sent. An attempt ends within seconds, so what payment does not know when
 * the order is given up, well after that, never reached it.
 */
const chargeUntilMs = 45_000

/**
 * Takes an order one step further, or leaves it as it is (the same object) when the step cannot be done at present. Every
 * step may be repeated, by this or another instance: it carries keys that are derived from the order's own.
 *
 * Before CHARGING a failure compensates; from CHARGED on there is only forward.
 */
export function advance(ports: SagaPorts, order: Order): Promise<Order> {
  const step = steps[order.state]
  return step === undefined ? Promise.resolve(order) : step(ports, order)
}

type StepOf = (ports: SagaPorts, order: Order) => Promise<Order>

const steps: Readonly<Partial<Record<OrderState, StepOf>>> = {
  RECEIVED: freeze,
  FROZEN: price,
  PRICED: reserve,
  RESERVED: startCharging,
  CHARGING: charge,
  CHARGE_UNKNOWN: findCharge,
  CHARGED: confirm,
  COMPENSATING: compensate
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
function startCharging({ clock }: SagaPorts, order: Order): Promise<Order> {
  const now = clock()
  return Promise.resolve(
    now - order.createdAt > abandonAfterMs
      ? cancel(order, 'abandoned', now)
      : moveTo(order, 'CHARGING', { now })
  )
}

async function charge({ payment, clock }: SagaPorts, order: Order): Promise<Order> {
  if (clock() - order.createdAt > chargeUntilMs) return findCharge({ payment, clock }, order)
  const result = await payment.charge(order)
  return charged(order, result, clock())
}

async function findCharge(
  { payment, clock }: Pick<SagaPorts, 'payment' | 'clock'>,
  order: Order
): Promise<Order> {
  const found = await payment.find(order)
  const now = clock()
  if (found.kind !== 'absent') return charged(order, found, now)
  const age = now - order.createdAt
  if (age > abandonAfterMs) return cancel(order, 'abandoned', now)
  // It has not got there: ask again, with the same key.
  return age > chargeUntilMs ? order : charged(order, await payment.charge(order), now)
}

function charged(order: Order, result: ChargeResult, now: number): Order {
  switch (result.kind) {
    case 'charged':
      return moveTo(order, 'CHARGED', { now })
    case 'refused':
      return cancel(order, result.reason, now)
    case 'pending':
    case 'absent':
      return toUnknown(order, now)
    case 'unknown':
      return result.sent ? toUnknown(order, now) : order
  }
  return result satisfies never
}

function toUnknown(order: Order, now: number): Order {
  return order.state === 'CHARGE_UNKNOWN' ? order : moveTo(order, 'CHARGE_UNKNOWN', { now })
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
