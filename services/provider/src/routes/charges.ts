import { DomainError } from '@microzon/shared/errors'
import { claimOf, createId, responses, type Service } from '@microzon/shared/service'
import { Type, type Static } from 'typebox'
import { statusOf, type Charge } from '../domain/charge.ts'
import type { ChargeStore } from '../domain/ports.ts'

/** What the fullest cart of the dearest products costs: 50 lines of 99 pieces at 100,000 euro. */
const totalCentsMax = 49_500_000_000

const orderSchema = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 64 }),
    amountCents: Type.Integer({ minimum: 1, maximum: totalCentsMax }),
    reference: Type.String({ minLength: 1, maxLength: 64 }),
    expiresAt: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Epoch milliseconds; what arrives then or later is not charged.'
      })
    )
  },
  { additionalProperties: false }
)

const chargeSchema = Type.Object({
  id: Type.String(),
  status: Type.String(),
  reason: Type.Optional(Type.String()),
  amountCents: Type.Integer(),
  reference: Type.String()
})

type Ports = {
  readonly store: ChargeStore
  readonly runtime: { readonly clock: () => number }
  readonly sleep?: (ms: number) => Promise<void>
}

/**
 * Charges, once per `Idempotency-Key`. A charge that takes its time holds the answer back; it can
 * be asked for by key.
 */
export function chargeRoutes(app: Service, ports: Ports): void {
  const { store, runtime, sleep = realSleep } = ports
  const schema = {
    summary: 'Charge a token, once per key',
    body: orderSchema,
    response: responses({ 201: chargeSchema })
  }
  app.post('/v1/charges', { schema, config: { keyed: true } }, async (request, reply) => {
    const { key } = claimOf(request)
    const charge = await store.charge({
      ...request.body,
      id: createId(),
      key,
      now: runtime.clock()
    })
    const wait = charge.settlesAt - runtime.clock()
    if (wait > 0) await sleep(wait)
    const told = tell(charge, runtime.clock())
    // The card that makes the provider fail: recorded as failed, told as a fault.
    if (told.status === 'failed') throw new DomainError('PROVIDER_FAILED', 'the charge has failed')
    return reply.code(201).send(told)
  })
  const byKey = {
    summary: 'What became of a charge',
    params: Type.Object({ key: Type.String({ maxLength: 64 }) }),
    response: responses({ 200: chargeSchema })
  }
  app.get('/v1/charges/by-key/:key', { schema: byKey }, async request => {
    const charge = await store.findByKey(request.params.key)
    if (charge === undefined) throw new DomainError('CHARGE_UNKNOWN', 'no charge has this key')
    return tell(charge, runtime.clock())
  })
}

function tell(charge: Charge, now: number): Static<typeof chargeSchema> {
  const { id, amountCents, reference, scenario } = charge
  const status = statusOf(charge, now)
  const reason = status === 'declined' ? { reason: scenario } : {}
  return { id, status, amountCents, reference, ...reason }
}

function realSleep(ms: number): Promise<void> {
  return new Promise(resolve => void setTimeout(resolve, ms))
}
