import type { Charge, ChargeOrder, Settled } from './charge.ts'

export type ChargeStore = {
  /** Writes a charge that is pending. A charge of the same key is left as it is. */
  add(order: ChargeOrder): Promise<void>
  findByKey(key: string): Promise<Charge | undefined>
  /** Writes how a pending charge ended. One that has ended stays as it is. */
  settle(key: string, outcome: Settled): Promise<void>
}

export type Card = { readonly number: string; readonly expiry: string; readonly cvc: string }

export type CardToken = {
  readonly cardToken: string
  readonly brand: string
  readonly last4: string
}

/** What became of a charge at the provider. */
export type ProviderAnswer =
  | { readonly kind: 'settled'; readonly outcome: Settled }
  /** It has no charge under this key. */
  | { readonly kind: 'absent' }
  /** It is still at work on it, or has given no answer that can be used. */
  | { readonly kind: 'unknown' }

/** The payment provider, an outside company. */
export type Provider = {
  /** Throws `CARD_INVALID`, `CARD_NOT_OF_THE_SIMULATOR` or `PROVIDER_UNAVAILABLE`. */
  tokenise(card: Card): Promise<CardToken>
  /**
   * Charges once per key, however often it is asked. Takes up to 15 s. After `until` (epoch
   * milliseconds) nothing is sent any more, and what arrives then is not charged.
   */
  charge(order: ChargeOrder, until: number): Promise<ProviderAnswer>
  findCharge(order: ChargeOrder): Promise<ProviderAnswer>
}
