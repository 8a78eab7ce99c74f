import type { Order } from '../src/domain/order.ts'

export const now = Date.UTC(2026, 5, 15)

export const address = {
  name: 'Ada Lovelace',
  street: "12 St James's Square",
  postalCode: 'SW1Y 4JH',
  city: 'London',
  country: 'GB'
}

export const tea = { productId: 'tea', option: '100 g', amount: 2, name: 'Green tea' }
export const book = { productId: 'book', option: 'Paperback', amount: 1, name: 'Walden' }
/** Two of 4.50 and one of 12.00. */
export const lines = [
  { ...tea, unitPriceCents: 450 },
  { ...book, unitPriceCents: 1_200 }
]
export const totalCents = 2_100

/** An order that has just been received. */
export function received(more: Partial<Order> = {}): Order {
  return {
    id: 'order-0123456789',
    key: 'key-0123456789abcdef',
    customerId: 'ada',
    cartId: 'cart-1',
    cartVersion: 3,
    shownTotalCents: totalCents,
    cardToken: 'tok_secret',
    address,
    state: 'RECEIVED',
    reason: undefined,
    lines: [],
    totalCents,
    steps: [{ state: 'RECEIVED', at: now }],
    correlationId: '0123456789abcdef0123456789abcdef',
    revision: 1,
    createdAt: now,
    updatedAt: now,
    ...more
  }
}
