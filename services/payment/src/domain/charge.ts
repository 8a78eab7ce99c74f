/** Why a charge was refused for good: nothing was or will be charged under its key. */
export type Refusal = 'declined' | 'insufficient-funds' | 'provider-error'

/** What is to be charged. One key stands for one order and sum, for ever. */
export type ChargeOrder = {
  readonly id: string
  readonly key: string
  readonly orderId: string
  readonly amountCents: number
  readonly cardToken: string
}

/**
 * A charge as this service knows it. `pending`: the provider was asked, or is about to be, and has
 * not told how it ended.
 */
export type Charge = ChargeOrder & { readonly outcome: ChargeOutcome }

export type ChargeOutcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'succeeded'; readonly providerChargeId: string }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export type Settled = Exclude<ChargeOutcome, { readonly kind: 'pending' }>

export function pending(order: ChargeOrder): Charge {
  return { ...order, outcome: { kind: 'pending' } }
}
