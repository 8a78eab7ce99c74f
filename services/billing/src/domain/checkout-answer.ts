import type { CancelReason } from './order.ts'

/** The codes of a purchase that came to nothing: nothing was charged. */
export const codeOfReason = {
  declined: 'PAYMENT_DECLINED',
  'insufficient-funds': 'PAYMENT_DECLINED',
  'provider-error': 'PAYMENT_FAILED',
  'price-changed': 'PRICE_CHANGED',
  'out-of-stock': 'OUT_OF_STOCK',
  'cart-changed': 'CART_CHANGED',
  abandoned: 'ORDER_ABANDONED'
} as const satisfies Record<CancelReason, string>

/** The same in words. */
export const titleOfReason = {
  declined: 'the card was declined',
  'insufficient-funds': 'the card has insufficient funds',
  'provider-error': 'the payment provider has failed, and nothing was charged',
  'price-changed': 'a price has changed',
  'out-of-stock': 'something is sold out',
  'cart-changed': 'the cart has changed',
  abandoned: 'the order could not be completed, and nothing was charged'
} as const satisfies Record<CancelReason, string>
