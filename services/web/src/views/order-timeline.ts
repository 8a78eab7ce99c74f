import type { Order, OrderState } from '../domain/orders.ts'

/** What a shopper needs to know of the way of an order. */
export type MilestoneName =
  | 'received'
  | 'reserved'
  | 'charging'
  | 'charged'
  | 'confirmed'
  | 'undoing'
  | 'cancelled'

export type Milestone = {
  readonly name: MilestoneName
  readonly progress: 'done' | 'current' | 'open'
  /** Epoch milliseconds. */
  readonly at: number | undefined
}

/** An order that nothing happens to any more. */
export function isEnded({ state }: Pick<Order, 'state'>): boolean {
  return state === 'CONFIRMED' || state === 'CANCELLED'
}

/** What has happened, and what is to come: for an order that is being cancelled only the end of it. */
export function milestonesOf(order: Pick<Order, 'state' | 'steps'>): readonly Milestone[] {
  const times = new Map<MilestoneName, number>()
  for (const { state, at } of order.steps) {
    const name = milestoneOf[state]
    if (name !== undefined && !times.has(name)) times.set(name, at)
  }
  const isUndone = times.has('undoing') || times.has('cancelled')
  const past = [...times.keys()].filter(name => name !== 'undoing')
  const names = isUndone
    ? [...past.filter(name => name !== 'cancelled'), 'cancelled' as const]
    : purchase
  const firstOpen = names.find(name => !times.has(name))
  return names.map(name => {
    const progress = times.has(name) ? 'done' : name === firstOpen ? 'current' : 'open'
    return { name, progress, at: times.get(name) }
  })
}

const purchase = ['received', 'reserved', 'charging', 'charged', 'confirmed'] as const

const milestoneOf: Readonly<Partial<Record<OrderState, MilestoneName>>> = {
  RECEIVED: 'received',
  RESERVED: 'reserved',
  CHARGING: 'charging',
  CHARGE_UNKNOWN: 'charging',
  CHARGED: 'charged',
  CONFIRMED: 'confirmed',
  COMPENSATING: 'undoing',
  CANCELLED: 'cancelled'
}
