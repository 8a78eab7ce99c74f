import { DomainError } from '@microzon/shared/errors'

export type ReservedLine = {
  readonly productId: string
  readonly option: string
  readonly amount: number
}

export type Reservation = {
  readonly orderId: string
  /** Each product and option once, in a fixed order; see `linesFrom`. */
  readonly lines: readonly ReservedLine[]
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** What of an order cannot be had: `available` is below the amount that was asked for. */
export type Shortage = {
  readonly productId: string
  readonly option: string
  readonly available: number
}

export type ReservationState = 'reserved' | 'confirmed' | 'expired'

export type ReservationOutcome =
  | { readonly kind: 'reserved'; readonly expiresAt: number }
  | { readonly kind: 'out-of-stock'; readonly shortages: readonly Shortage[] }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'confirmed' }

export type Settlement =
  | { readonly kind: 'done' }
  | { readonly kind: 'out-of-stock'; readonly shortages: readonly Shortage[] }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'unknown' }

/** How long an order may take before its stock goes back. */
export const reservationMs = 15 * 60_000
/** How long a reservation that has ended can still be confirmed or refused. */
export const reservationKeptMs = 30 * 24 * 60 * 60_000

/** What is to be done for an order that asks for `lines`, given what it holds. */
export function reservationStep(
  known: { readonly state: ReservationState; readonly lines: readonly ReservedLine[] } | undefined,
  lines: readonly ReservedLine[]
): 'take' | 'extend' | 'mismatch' | 'confirmed' {
  if (known === undefined) return 'take'
  if (!isEqual(known.lines, lines)) return 'mismatch'
  switch (known.state) {
    case 'reserved':
      return 'extend'
    case 'confirmed':
      return 'confirmed'
    case 'expired':
      return 'take'
    default:
      return known.state satisfies never
  }
}

/** Lines of the same product and option become one, in an order that does not depend on the request's. */
export function linesFrom(lines: readonly ReservedLine[]): readonly ReservedLine[] {
  const groups = Map.groupBy(lines, ({ productId, option }) => JSON.stringify([productId, option]))
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, [first, ...rest]]) => {
      if (first === undefined) return []
      const amount = rest.reduce((sum, line) => sum + line.amount, first.amount)
      return [{ productId: first.productId, option: first.option, amount }]
    })
}

/** Throws `OUT_OF_STOCK`, `RESERVATION_MISMATCH` or `RESERVATION_CONFIRMED`. */
export function expiryOf(outcome: ReservationOutcome): number {
  switch (outcome.kind) {
    case 'reserved':
      return outcome.expiresAt
    case 'out-of-stock':
      throw outOfStock(outcome.shortages)
    case 'mismatch':
      throw new DomainError('RESERVATION_MISMATCH', 'the order has reserved other lines')
    case 'confirmed':
      throw isConfirmed()
    default:
      return outcome satisfies never
  }
}

/** Throws `OUT_OF_STOCK`, `RESERVATION_CONFIRMED` or `RESERVATION_NOT_FOUND`. */
export function requireDone(settlement: Settlement): void {
  switch (settlement.kind) {
    case 'done':
      return
    case 'out-of-stock':
      throw outOfStock(settlement.shortages)
    case 'confirmed':
      throw isConfirmed()
    case 'unknown':
      throw new DomainError('RESERVATION_NOT_FOUND', 'the order has no reservation')
    default:
      settlement satisfies never
  }
}

function outOfStock(lines: readonly Shortage[]): DomainError {
  return new DomainError('OUT_OF_STOCK', 'there is not enough in stock', { details: { lines } })
}

function isConfirmed(): DomainError {
  return new DomainError('RESERVATION_CONFIRMED', 'the reservation is confirmed')
}

function isEqual(left: readonly ReservedLine[], right: readonly ReservedLine[]): boolean {
  return JSON.stringify(left.map(fieldsOf)) === JSON.stringify(right.map(fieldsOf))
}

function fieldsOf({ productId, option, amount }: ReservedLine): readonly unknown[] {
  return [productId, option, amount]
}
