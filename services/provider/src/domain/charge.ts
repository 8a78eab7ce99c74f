import type { Scenario } from './card.ts'

export type ChargeStatus = 'processing' | 'succeeded' | 'declined' | 'failed'

/**
 * What is known of a charge. `settlesAt` is when it ends; until then it is processing. Epoch
 * milliseconds.
 */
export type Charge = {
  readonly id: string
  readonly key: string
  readonly token: string
  readonly reference: string
  readonly amountCents: number
  readonly scenario: Scenario
  readonly createdAt: number
  readonly settlesAt: number
}

const slowMs = 10_000

/** When a charge that is made at `now` ends. */
export function settlesAt(scenario: Scenario, now: number): number {
  return scenario === 'slow' ? now + slowMs : now
}

/** Follows from the card and the time alone, so that a restart of the simulator changes no outcome. */
export function statusOf({ scenario, settlesAt: at }: Charge, now: number): ChargeStatus {
  if (now < at) return 'processing'
  switch (scenario) {
    case 'pays':
    case 'slow':
      return 'succeeded'
    case 'declined':
    case 'insufficient-funds':
      return 'declined'
    case 'fails':
      return 'failed'
  }
  return scenario satisfies never
}
