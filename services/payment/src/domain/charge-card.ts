import { DomainError } from '@microzon/shared/errors'
import type { Answer, Claim, Once, Outcome } from '@microzon/shared/idempotency'
import type { Charge, ChargeOrder, Settled } from './charge.ts'
import type { ChargeStore, Provider } from './ports.ts'

export type ChargeCardPorts = {
  readonly charges: ChargeStore
  readonly once: Once<ChargeStore>
  readonly provider: Provider
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/**
 * Asks the provider to charge and writes down how it ended. Stays pending when that is not known:
 * asking again with the same key finds out and never charges twice. After `until` nothing new is
 * charged. Throws `IDEMPOTENCY_KEY_REUSED` where the key stands for another charge, also when its
 * first request has been forgotten.
 */
export async function chargeCard(
  ports: ChargeCardPorts,
  claim: Claim,
  told: {
    readonly order: ChargeOrder
    readonly until: number
    readonly answerOf: (charge: Charge) => Answer
  }
): Promise<Outcome> {
  const { charges, once } = ports
  const { order, until, answerOf } = told
  const begun = await once.begin(claim, store => store.add(order))
  if (begun.kind === 'replayed') return { replayed: true, answer: begun.answer }
  // Older than this request where an earlier one died, gave up or is forgotten; it may have ended since.
  const charge = await written(charges, order.key)
  if (!isSame(charge, order)) {
    await once.abandon(claim)
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'the key stands for another charge')
  }
  const outcome = await outcomeOf(ports, charge, until)
  if (outcome === undefined) {
    // A repeat must be able to ask the provider at once.
    await once.abandon(claim)
    return { replayed: false, answer: answerOf(charge) }
  }
  const answer = answerOf({ ...charge, outcome })
  return once.finish(claim, answer, store => store.settle(charge.key, outcome))
}

/**
 * What became of a charge; a pending one is looked up at the provider. Nothing when the key is not
 * known to us.
 */
export async function findCharge(
  { charges, provider }: Pick<ChargeCardPorts, 'charges' | 'provider'>,
  key: string
): Promise<{ readonly charge: Charge; readonly isAtProvider: boolean } | undefined> {
  const charge = await charges.findByKey(key)
  if (charge === undefined) return undefined
  if (charge.outcome.kind !== 'pending') return { charge, isAtProvider: true }
  const answer = await provider.findCharge(charge)
  if (answer.kind !== 'settled') return { charge, isAtProvider: answer.kind !== 'absent' }
  await charges.settle(key, answer.outcome)
  return { charge: { ...charge, outcome: answer.outcome }, isAtProvider: true }
}

async function outcomeOf(
  { provider, clock }: Pick<ChargeCardPorts, 'provider' | 'clock'>,
  charge: Charge,
  until: number
): Promise<Settled | undefined> {
  if (charge.outcome.kind !== 'pending') return charge.outcome
  const isInTime = clock() < until
  const answer = await (isInTime ? provider.charge(charge, until) : provider.findCharge(charge))
  return answer.kind === 'settled' ? answer.outcome : undefined
}

async function written(charges: ChargeStore, key: string): Promise<Charge> {
  const charge = await charges.findByKey(key)
  if (charge === undefined) throw new Error(`charge ${key} has vanished`)
  return charge
}

function isSame(charge: Charge, { orderId, amountCents }: ChargeOrder): boolean {
  return charge.orderId === orderId && charge.amountCents === amountCents
}
