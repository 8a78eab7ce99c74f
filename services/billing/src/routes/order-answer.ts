import { Type, type Static } from 'typebox'
import type { Order } from '../domain/order.ts'

export const addressSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    street: Type.String({ minLength: 1, maxLength: 100 }),
    postalCode: Type.String({ minLength: 1, maxLength: 16 }),
    city: Type.String({ minLength: 1, maxLength: 100 }),
    country: Type.String({ pattern: '^[A-Z]{2}$' })
  },
  { additionalProperties: false }
)

const lineSchema = Type.Object({
  productId: Type.String(),
  option: Type.String(),
  amount: Type.Integer(),
  name: Type.String(),
  unitPriceCents: Type.Optional(Type.Integer()),
  totalCents: Type.Optional(Type.Integer())
})

export const orderSchema = Type.Object({
  id: Type.String(),
  state: Type.String(),
  reason: Type.Optional(Type.String()),
  lines: Type.Array(lineSchema),
  totalCents: Type.Integer(),
  address: addressSchema,
  steps: Type.Array(Type.Object({ state: Type.String(), at: Type.Integer() })),
  createdAt: Type.Integer(),
  updatedAt: Type.Integer()
})
export type OrderAnswer = Static<typeof orderSchema>

/** What the owner is told of an order. The card's token and the keys are not part of it. */
export function orderAnswer(order: Order): OrderAnswer {
  const { id, state, reason, totalCents, address, createdAt, updatedAt } = order
  const lines = order.lines.map(({ productId, option, amount, name, unitPriceCents }) => {
    const line = { productId, option, amount, name }
    return unitPriceCents === undefined
      ? line
      : { ...line, unitPriceCents, totalCents: unitPriceCents * amount }
  })
  const steps = order.steps.map(({ state: reached, at }) => ({ state: reached, at }))
  const told = { id, state, lines, totalCents, address, steps, createdAt, updatedAt }
  return reason === undefined ? told : { ...told, reason }
}
