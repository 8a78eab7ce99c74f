import type { IdempotencySchema } from '@microzon/shared/store'
import type { CartState } from '../domain/cart.ts'
import type { Checkout } from '../domain/checkout.ts'

export type CartRow = {
  readonly id: string
  readonly customer_id: string | null
  /** The customer while the cart is open or frozen; unique, so that nobody has two. */
  readonly current_of: string | null
  readonly state: CartState
  readonly version: number
  readonly checkout_id: string | null
  readonly frozen_until: number | null
  readonly merged_into: string | null
  /** When the row may go; epoch milliseconds. Null while a customer may come back to it. */
  readonly expires_at: number | null
}

export type LineRow = {
  readonly cart_id: string
  readonly id: string
  readonly position: number
  readonly product_id: string
  readonly product_option: string
  readonly amount: number
  readonly name: string
  readonly option_name: string | null
}

export type CheckoutRow = {
  readonly id: string
  readonly cart_id: string
  readonly state: Checkout['state']
  /** JSON. */
  readonly snapshot: string | null
  readonly expires_at: number
}

export type CartSchema = IdempotencySchema & {
  readonly cart: CartRow
  readonly cart_line: LineRow
  readonly checkout: CheckoutRow
}
