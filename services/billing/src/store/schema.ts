import type { IdempotencySchema } from '@microzon/shared/store'

export type BillingSchema = IdempotencySchema & {
  readonly orders: {
    readonly id: string
    readonly order_key: string
    readonly customer_id: string
    readonly state: string
    /** 1 while it is on its way. */
    readonly is_open: number
    readonly revision: number
    /** What no query asks for, as JSON. */
    readonly document: string
    readonly due_at: number
    readonly tries: number
    readonly created_at: number
    readonly updated_at: number
  }
}
