/** In progress, in the order of a purchase, then the two ends. */
export const orderStates = [
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
] as const
export type OrderState = (typeof orderStates)[number]

export type CancelReason =
  | 'declined'
  | 'insufficient-funds'
  | 'price-changed'
  | 'out-of-stock'
  | 'cart-changed'
  | 'provider-error'
  | 'abandoned'

export type Address = {
  readonly name: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  readonly country: string
}

/** A line as it was when the cart was frozen; priced by this service from what the product service says. */
export type OrderLine = {
  readonly productId: string
  readonly option: string
  readonly amount: number
  readonly name: string
  readonly unitPriceCents: number | undefined
}

/** What happened to an order, in order; the page of the order shows it. */
export type Step = { readonly state: OrderState; readonly at: number }

export type Order = {
  readonly id: string
  /**
   * The idempotency key of the request. Keys of later steps are derived from the id, which is of
   * one customer only.
   */
  readonly key: string
  readonly customerId: string
  readonly cartId: string
  readonly cartVersion: number
  readonly shownTotalCents: number
  readonly cardToken: string
  readonly address: Address
  readonly state: OrderState
  /** Why it is being, or was, cancelled. */
  readonly reason: CancelReason | undefined
  readonly lines: readonly OrderLine[]
  readonly totalCents: number
  readonly steps: readonly Step[]
  /** The trace that the order came with, so that what is done later is found beside it. */
  readonly correlationId: string
  /** Rises with every write; a write names the one that it was made from. */
  readonly revision: number
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** What each state may become. A step back is not among them. */
const following: Readonly<Record<OrderState, readonly OrderState[]>> = {
  RECEIVED: ['FROZEN', 'COMPENSATING'],
  FROZEN: ['PRICED', 'COMPENSATING'],
  PRICED: ['RESERVED', 'COMPENSATING'],
  RESERVED: ['CHARGING', 'COMPENSATING'],
  CHARGING: ['CHARGE_UNKNOWN', 'CHARGED', 'COMPENSATING'],
  CHARGE_UNKNOWN: ['CHARGED', 'COMPENSATING'],
  CHARGED: ['CONFIRMED'],
  COMPENSATING: ['CANCELLED'],
  CONFIRMED: [],
  CANCELLED: []
}

export function isTerminal({ state }: Pick<Order, 'state'>): boolean {
  return following[state].length === 0
}

/** The order in its next state. Throws a `RangeError` for a state that may not follow. */
export function moveTo(
  order: Order,
  state: OrderState,
  change: { readonly now: number } & Partial<Pick<Order, 'lines' | 'totalCents' | 'reason'>>
): Order {
  if (!following[order.state].includes(state)) {
    throw new RangeError(`an order that is ${order.state} cannot become ${state}`)
  }
  const { now, ...fields } = change
  return {
    ...order,
    ...fields,
    state,
    steps: [...order.steps, { state, at: now }],
    revision: order.revision + 1,
    updatedAt: now
  }
}
