import { DomainError } from '@microzon/shared/errors'
import { deriveKey, type Outcome } from '@microzon/shared/idempotency'
import {
  claimOf,
  correlationIdOf,
  responses,
  sendOutcome,
  type Service,
  type StatusOf
} from '@microzon/shared/service'
import { currentContext } from '@microzon/shared/telemetry'
import { Type } from 'typebox'
import { chargeCard, findCharge, type ChargeCardPorts } from '../domain/charge-card.ts'
import { pending as pendingCharge, type ChargeOrder } from '../domain/charge.ts'
import type { PendingWork, Waited } from '../domain/pending-work.ts'
import { answerOf, chargeBody, chargeSchema } from './charge-answer.ts'

export type ChargeRoutePorts = ChargeCardPorts & {
  readonly pending: PendingWork
  readonly statusOf: StatusOf
}

/** What the fullest cart of the dearest products costs: 50 lines of 99 pieces at 100,000 euro. */
const totalCentsMax = 49_500_000_000

const orderSchema = Type.Object(
  {
    orderId: Type.String({ minLength: 1, maxLength: 64 }),
    amountCents: Type.Integer({ minimum: 1, maximum: totalCentsMax }),
    // Begins with a letter, so that a card's number can never pass for one and be kept.
    cardToken: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }),
    chargeUntil: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Epoch milliseconds; after it nothing new is charged, only looked up.'
    })
  },
  { additionalProperties: false }
)

/** What is left of the caller's time when an answer is given without knowing the outcome. */
const answerMs = 200
const answerMsUsual = 2_000
const callers = ['billing']

/** Charges once per key. 201 charged, 402 refused for good, 202 not known yet: ask by key. */
export function chargeRoutes(app: Service, ports: ChargeRoutePorts): void {
  const { clock, pending } = ports
  const schema = {
    summary: 'Charge a card, once per key',
    body: orderSchema,
    response: responses({ 201: chargeSchema, 202: chargeSchema })
  }
  app.post('/charges', { schema, config: { callers, keyed: true } }, async (request, reply) => {
    // A resumed order may bring another token, and asks for as long as it may: neither is what the
    // key stands for.
    const { cardToken, chargeUntil, ...rest } = request.body
    const claim = claimOf(request, rest)
    const order = { id: deriveKey(claim.key, 'charge-id'), key: claim.key, ...rest, cardToken }
    const told = { statusOf: ports.statusOf, correlationId: correlationIdOf(request) }
    const deadlineAt = currentContext()?.deadlineAt ?? clock() + answerMsUsual
    // The charge goes on when the caller has gone: what it becomes is asked for by key.
    const waited = await pending.run(
      () =>
        chargeCard(ports, claim, {
          order,
          until: chargeUntil,
          answerOf: charge => answerOf(charge, told)
        }),
      deadlineAt - answerMs - clock()
    )
    if (waited.kind === 'full') reply.header('x-not-processed', '1')
    return sendOutcome(reply, outcomeOf(waited, order))
  })
  byKeyRoute(app, ports)
}

function byKeyRoute(app: Service, ports: ChargeRoutePorts): void {
  const schema = {
    summary: 'What became of a charge',
    params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
    response: responses({ 200: chargeSchema })
  }
  app.get('/charges/by-key/:key', { schema, config: { callers } }, async request => {
    const found = await findCharge(ports, request.params.key)
    if (found === undefined) throw new DomainError('CHARGE_UNKNOWN', 'no charge has this key')
    const body = chargeBody(found.charge)
    return found.isAtProvider ? body : { ...body, status: 'absent' as const }
  })
}

function outcomeOf(waited: Waited<Outcome>, order: ChargeOrder): Outcome {
  switch (waited.kind) {
    case 'done':
      return waited.value
    case 'late':
      return { replayed: false, answer: { status: 202, body: chargeBody(pendingCharge(order)) } }
    case 'full':
      throw new DomainError('PROVIDER_UNAVAILABLE', 'too many charges at once')
  }
  return waited satisfies never
}
