import { path, query, type ServiceClient } from '@microzon/shared/client'
import { deriveKey } from '@microzon/shared/idempotency'
import { Type } from 'typebox'
import type { Order, OrderLine } from '../domain/order.ts'
import type { CatalogPort } from '../domain/ports.ts'

const products = Type.Object({
  products: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String({ maxLength: 200 }),
      options: Type.Array(
        Type.Object({
          name: Type.String(),
          priceInCent: Type.Integer({ minimum: 0, maximum: 10_000_000 })
        })
      )
    })
  )
})
type Found = { readonly [id: string]: ReadonlyMap<string, number> | undefined }

/** The product service as billing needs it: prices, and stock that is set aside. */
export function createCatalogClient(client: ServiceClient): CatalogPort {
  return {
    async price(lines) {
      const ids = [...new Set(lines.map(({ productId }) => productId))].join(',')
      const result = await client.call({
        method: 'GET',
        operation: 'GET /products?ids',
        path: `/products${query({ ids })}`,
        answer: products
      })
      if (result.kind !== 'answered') return { kind: 'later' }
      const found: Found = Object.fromEntries(
        result.body.products.map(({ id, options }) => [
          id,
          new Map(options.map(({ name, priceInCent }) => [name, priceInCent]))
        ])
      )
      return { kind: 'priced', lines: lines.map(line => priced(line, found)) }
    },
    async reserve(order) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /reservations',
        path: '/reservations',
        body: reservationOf(order),
        idempotencyKey: deriveKey(order.key, 'reserve')
      })
      if (result.kind === 'answered') return { kind: 'done' }
      return result.kind === 'business'
        ? { kind: 'refused', reason: 'out-of-stock' }
        : { kind: 'later' }
    },
    async confirm({ id, key }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /reservations/:id/confirm',
        path: path`/reservations/${id}/confirm`,
        body: {},
        idempotencyKey: deriveKey(key, 'confirm')
      })
      return result.kind === 'answered' ? { kind: 'done' } : { kind: 'later' }
    },
    async release({ id }) {
      const result = await client.call({
        method: 'DELETE',
        operation: 'DELETE /reservations/:id',
        path: path`/reservations/${id}`
      })
      const isGone = result.kind === 'business' && result.status === 404
      return result.kind === 'answered' || isGone ? { kind: 'done' } : { kind: 'later' }
    }
  }
}

function priced(line: OrderLine, found: Found): OrderLine {
  return { ...line, unitPriceCents: found[line.productId]?.get(line.option) }
}

function reservationOf({ id, lines }: Order): object {
  return {
    orderId: id,
    lines: lines.map(({ productId, option, amount }) => ({ productId, option, amount }))
  }
}
