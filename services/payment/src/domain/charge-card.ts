import type { Answer, Claim, Once } from '@microzon/shared/idempotency'
import type { Charge, Settled } from './charge.ts'
import type { ChargeStore, Provider, ProviderAnswer } from './ports.ts'

export type ChargeCardPorts = {
  readonly charges: ChargeStore
  readonly once: Once<ChargeStore>
  readonly provider: Provider
}

/**
 * Asks the provider to charge and writes down how it ended. Stays pending when that is not known: asking again with the
 * same key finds out and never charges twice.
 */
export async function chargeCard(
  { charges, once, provider }: ChargeCardPorts,
  claim: Claim,
  order: Omit<Charge, 'outcome'>
): Promise<Charge> {
  const begun = await once.begin(claim, store => store.add(order))
  if (begun.kind === 'replayed') return (await charges.findByKey(order.key)) ?? pending(order)
  const answer = await provider.charge(order)
  const outcome = settledOf(answer)
  if (outcome === undefined) {
    // The provider does the rest by key; a repeat must be able to ask it at once.
    await once.abandon(claim)
    return pending(order)
  }
  await once.finish(claim, answerOf({ ...order, outcome }), store =>
    store.settle(order.key, outcome)
  )
  return { ...order, outcome }
}

/** What became of a charge; a pending one is looked up at the provider. Nothing when the key is not known to us. */
export async function findCharge(
  { charges, provider }: Omit<ChargeCardPorts, 'once'>,
  key: string
): Promise<{ readonly charge: Charge; readonly isAtProvider: boolean } | undefined> {
  const charge = await charges.findByKey(key)
  if (charge === undefined) return undefined
  if (charge.outcome.kind !== 'pending') return { charge, isAtProvider: true }
  const answer = await provider.findCharge(key)
  const outcome = settledOf(answer)
  if (outcome === undefined) return { charge, isAtProvider: answer.kind !== 'absent' }
  await charges.settle(key, outcome)
  return { charge: { ...charge, outcome }, isAtProvider: true }
}

/** The stored answer of a charge that has ended; the route tells it in the words of HTTP. */
export function answerOf(charge: Charge): Answer {
  return { status: charge.outcome.kind === 'refused' ? 402 : 201, body: { key: charge.key } }
}

function settledOf(answer: ProviderAnswer): Settled | undefined {
  return answer.kind === 'settled' ? answer.outcome : undefined
}

function pending(order: Omit<Charge, 'outcome'>): Charge {
  return { ...order, outcome: { kind: 'pending' } }
}
