import type { Generated } from 'kysely'

export type ProviderSchema = {
  readonly card_token: {
    readonly token: string
    readonly scenario: string
    readonly brand: string
    readonly last4: string
    readonly charge_key: string | null
  }
  readonly charge: {
    readonly sequence: Generated<number>
    readonly id: string
    readonly charge_key: string
    readonly token: string
    readonly reference: string
    readonly amount_cents: number
    readonly scenario: string
    readonly created_at: number
    readonly settles_at: number
  }
}
