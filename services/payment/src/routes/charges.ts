import { DomainError } from '@microzon/shared/errors'
import type { Once } from '@microzon/shared/idempotency'
import { claimOf, createId, responses, type Service } from '@microzon/shared/service'
import { currentContext } from '@microzon/shared/telemetry'
import { Type, type Static } from 'typebox'
import { chargeCard, findCharge } from '../domain/charge-card.ts'
import type { Charge } from '../domain/charge.ts'
import type { PendingWork } from '../domain/pending-work.ts'
import type { ChargeStore, Provider } from '../domain/ports.ts'

const orderSchema = Type.Object(
  {
    orderId: Type.String({ minLength: 1, maxLength: 64 }),
    amountCents: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    cardToken: Type.String({ minLength: 1, maxLength: 64 })
  },
  { additionalProperties: false }
)

/** `absent`: pending here, and the provider has no charge under the key: it may be asked for again. */
const chargeSchema = Type.Object({
  chargeId: Type.String(),
  orderId: Type.String(),
  amountCents: Type.Integer(),
  status: Type.Enum(['succeeded', 'refused', 'pending', 'absent']),
  reason: Type.Optional(Type.String())
})

type Ports = {
  readonly charges: ChargeStore
  readonly once: Once<ChargeStore>
  readonly provider: Provider
  readonly pending: PendingWork
  readonly runtime: { readonly clock: () => number }
}

/** What is left of the caller's time when an answer is given without knowing the outcome. */
const answerMs = 200
const answerMsUsual = 2_000

/** Charges once per key. 201 charged, 402 refused for good, 202 not known yet: ask by key. */
export function chargeRoutes(app: Service, ports: Ports): void {
  const { pending, runtime } = ports
  const schema = {
    body: orderSchema,
    response: responses({ 201: chargeSchema, 202: chargeSchema })
  }
  app.post('/charges', { schema, config: { callers: ['billing'] } }, async (request, reply) => {
    // The token is no part of what the key stands for: a resumed order may bring none that still works.
    const { cardToken, ...rest } = request.body
    const claim = claimOf(request, rest)
    const order = { id: createId(), key: claim.key, ...rest, cardToken }
    const work = chargeCard(ports, claim, order)
    // The charge goes on when the caller has gone: what it becomes is asked for by key.
    if (!pending.add(work))
      throw new DomainError('PROVIDER_UNAVAILABLE', 'too many charges at once')
    const deadlineAt = currentContext()?.deadlineAt ?? runtime.clock() + answerMsUsual
    const charge = await Promise.race([work, after(deadlineAt - answerMs - runtime.clock())])
    if (charge === undefined)
      return reply.code(202).send(tell({ ...order, outcome: { kind: 'pending' } }))
    if (charge.outcome.kind === 'refused') {
      const details = { reason: charge.outcome.reason }
      throw new DomainError('CHARGE_REFUSED', 'the card was not charged', { details })
    }
    return reply.code(charge.outcome.kind === 'pending' ? 202 : 201).send(tell(charge))
  })
  const byKey = {
    params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
    response: responses({ 200: chargeSchema })
  }
  app.get(
    '/charges/by-key/:key',
    { schema: byKey, config: { callers: ['billing'] } },
    async request => {
      const found = await findCharge(ports, request.params.key)
      if (found === undefined) throw new DomainError('CHARGE_UNKNOWN', 'no charge has this key')
      return found.isAtProvider
        ? tell(found.charge)
        : { ...tell(found.charge), status: 'absent' as const }
    }
  )
}

function tell({ id, orderId, amountCents, outcome }: Charge): Static<typeof chargeSchema> {
  const told = { chargeId: id, orderId, amountCents }
  return outcome.kind === 'refused'
    ? { ...told, status: 'refused', reason: outcome.reason }
    : { ...told, status: outcome.kind }
}

function after(ms: number): Promise<undefined> {
  return new Promise(resolve => void setTimeout(() => resolve(undefined), Math.max(0, ms)).unref())
}
