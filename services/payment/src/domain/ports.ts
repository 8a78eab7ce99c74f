import type { Charge, Settled } from './charge.ts'

export type ChargeStore = {
  /** Writes a charge that is pending. A charge of the same key is left as it is. */
  add(charge: Omit<Charge, 'outcome'>): Promise<void>
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
  /** It is still at work on it. */
  | { readonly kind: 'processing' }
  /** It has no charge under this key. */
  | { readonly kind: 'absent' }
  /** No answer. `sent: false` says for certain that it was not asked. */
  | { readonly kind: 'unknown'; readonly sent: boolean }

/** The payment provider, an outside company. */
export type Provider = {
  /** Throws `CARD_INVALID`, `CARD_NOT_OF_THE_SIMULATOR` or `PROVIDER_UNAVAILABLE`. */
  tokenise(card: Card): Promise<CardToken>
  /** Charges once per key, however often it is asked. Takes up to 15 s. */
  charge(order: ProviderOrder): Promise<ProviderAnswer>
  findCharge(key: string): Promise<ProviderAnswer>
}

export type ProviderOrder = {
  readonly key: string
  readonly orderId: string
  readonly amountCents: number
  readonly cardToken: string
}
