import type { KnownCard } from './card.ts'
import type { Charge } from './charge.ts'

export type ChargeStore = {
  addToken(token: string, card: KnownCard): Promise<void>
  /**
   * Charges a token once per key, in one transaction. A known key answers with its charge. Throws
   * `CARD_TOKEN_UNKNOWN`, `CARD_TOKEN_USED` when another key has used the token, `CHARGE_MISMATCH`
   * when the key stands for another sum or reference, and `CHARGE_EXPIRED` when it came too late.
   */
  charge(order: ChargeOrder): Promise<Charge>
  findByKey(key: string): Promise<Charge | undefined>
  /** In the order of their making, after the cursor; at most `limit`. */
  list(page: { readonly after: number; readonly limit: number }): Promise<readonly LedgerEntry[]>
}

export type ChargeOrder = {
  readonly id: string
  readonly key: string
  readonly token: string
  readonly reference: string
  readonly amountCents: number
  readonly now: number
  /** At this time and after it no new charge is made. */
  readonly expiresAt?: number | undefined
}

export type LedgerEntry = { readonly sequence: number; readonly charge: Charge }
