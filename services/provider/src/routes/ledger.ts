import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { statusOf } from '../domain/charge.ts'
import type { ChargeStore } from '../domain/ports.ts'

const entrySchema = Type.Object({
  id: Type.String(),
  key: Type.String(),
  reference: Type.String(),
  amountCents: Type.Integer(),
  status: Type.String(),
  createdAt: Type.Integer()
})
const ledgerSchema = Type.Object({
  charges: Type.Array(entrySchema),
  next: Type.Optional(Type.Integer())
})

const querySchema = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 }))
})

/** Every charge in the order of their making: what money was really moved, for checks from outside. */
export function ledgerRoutes(
  app: Service,
  { store, runtime }: { readonly store: ChargeStore; readonly runtime: { clock: () => number } }
): void {
  const schema = {
    summary: 'Every charge in the order of their making',
    querystring: querySchema,
    response: responses({ 200: ledgerSchema })
  }
  app.get('/ledger', { schema }, async request => {
    const { after = 0, limit = 100 } = request.query
    const entries = await store.list({ after, limit })
    const now = runtime.clock()
    const charges = entries.map(({ charge }) => {
      const { id, key, reference, amountCents, createdAt } = charge
      return { id, key, reference, amountCents, status: statusOf(charge, now), createdAt }
    })
    const last = entries.at(-1)
    return { charges, ...(last && entries.length === limit && { next: last.sequence }) }
  })
}
