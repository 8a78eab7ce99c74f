import type { IdempotencySchema } from '@microzon/shared/store'

export type PaymentSchema = IdempotencySchema & {
  readonly charge: {
    readonly id: string
    readonly charge_key: string
    readonly order_id: string
    readonly amount_cents: number
    readonly card_token: string
    /** pending, succeeded or refused. */
    readonly state: string
    readonly reason: string | null
    readonly provider_charge_id: string | null
    readonly created_at: number
    readonly updated_at: number
  }
}
