import type { IdempotencySchema } from '@microzon/shared/store'

export type CustomerRow = {
  readonly id: string
  readonly email: string
  /** argon2id, in the PHC form. */
  readonly password_hash: string
  readonly created_at: number
}

export type SessionRow = {
  /** A hash of the session's id. */
  readonly reference: string
  readonly customer_id: string
  readonly created_at: number
  readonly expires_at: number
}

export type AddressRow = {
  readonly id: string
  readonly customer_id: string
  readonly position: number
  readonly name: string
  readonly street: string
  readonly postal_code: string
  readonly city: string
  readonly country: string
}

export type CounterRow = {
  readonly id: string
  readonly count: number
  readonly expires_at: number
}

export type CustomerSchema = IdempotencySchema & {
  readonly customer: CustomerRow
  readonly session: SessionRow
  readonly address: AddressRow
  readonly counter: CounterRow
}
