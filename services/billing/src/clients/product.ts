import {
  path,
  query,
  type CallResult,
  type OnMistake,
  type ServiceClient
} from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type, type Static } from 'typebox'
import type { Order, OrderLine } from '../domain/order.ts'
import type { CatalogPort, Done, Later } from '../domain/ports.ts'
import { isRefused, tellMistake } from './mistake.ts'

const products = Type.Object({
  products: Type.Array(
    Type.Object({
      id: Type.String({ maxLength: 100 }),
      options: Type.Array(
        Type.Object({
          name: Type.String({ maxLength: 200 }),
          priceInCent: Type.Integer({ minimum: 0, maximum: 10_000_000 })
        }),
        { maxItems: 100 }
      )
    }),
    { maxItems: 100 }
  )
})

/** The product service as billing needs it: prices, and stock that is set aside. */
export function createCatalogClient(client: ServiceClient, onMistake: OnMistake): CatalogPort {
  /** Done when it was answered, or refused with a code that says that there is nothing to do. */
  const doneUnless = (result: CallResult<unknown>, nothingToDo?: string): Done | Later => {
    const isNothing = nothingToDo !== undefined && isRefused(result, nothingToDo)
    if (result.kind === 'answered' || isNothing) return { kind: 'done' }
    tellMistake(result, onMistake)
    return { kind: 'later' }
  }
  return {
    async price(lines) {
      const ids = [...new Set(lines.map(({ productId }) => productId))].join(',')
      const result = await client.call({
        method: 'GET',
        operation: 'GET /products?ids',
        path: `/products${query({ ids })}`,
        answer: products
      })
      if (result.kind !== 'answered') {
        tellMistake(result, onMistake)
        return { kind: 'later' }
      }
      const prices = pricesOf(result.body)
      return {
        kind: 'priced',
        lines: lines.map(line => ({ ...line, unitPriceCents: prices.get(keyOf(line)) }))
      }
    },
    async reserve(order) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /reservations',
        path: '/reservations',
        body: reservationOf(order),
        idempotencyKey: deriveKey(order.id, 'reserve')
      })
      return isRefused(result, 'OUT_OF_STOCK')
        ? { kind: 'refused', reason: 'out-of-stock' }
        : doneUnless(result)
    },
    async confirm({ id }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /reservations/:id/confirm',
        path: path`/reservations/${id}/confirm`,
        idempotencyKey: deriveKey(id, 'confirm')
      })
      // Forgotten with its stock long given back, and paid all the same. What is merely sold out is
      // waited for.
      return doneUnless(result, 'RESERVATION_NOT_FOUND')
    },
    async release({ id }) {
      const result = await client.call({
        method: 'DELETE',
        operation: 'DELETE /reservations/:id',
        path: path`/reservations/${id}`
      })
      return doneUnless(result)
    }
  }
}

function pricesOf(body: Static<typeof products>): ReadonlyMap<string, number> {
  const pairs = body.products.flatMap(({ id: productId, options }) =>
    options.map(({ name: option, priceInCent }) => {
      return [keyOf({ productId, option }), priceInCent] as const
    })
  )
  return new Map(pairs)
}

function keyOf({ productId, option }: Pick<OrderLine, 'productId' | 'option'>): string {
  return JSON.stringify([productId, option])
}

function reservationOf({ id, lines }: Order): object {
  return {
    orderId: id,
    lines: lines.map(({ productId, option, amount }) => ({ productId, option, amount }))
  }
}
