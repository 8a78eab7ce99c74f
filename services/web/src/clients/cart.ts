import { path, query, type ServiceClient } from '@microzon/shared/client'
import { Type } from 'typebox'
import type { Carts } from '../domain/carts.ts'
import { unwrap } from './unwrap.ts'

const id = Type.String({ minLength: 1, maxLength: 100 })
const name = Type.String({ maxLength: 200 })
const cents = Type.Integer({ minimum: 0 })
const amount = Type.Integer({ minimum: 0 })
const state = Type.Enum(['open', 'frozen', 'ordered', 'merged'])
const cart = Type.Object({ id, itemCount: amount, version: Type.Integer(), state })
const carts = Type.Object({ carts: Type.Array(cart, { maxItems: 10 }) })
const added = Type.Object({ capped: Type.Boolean() })
const merged = Type.Object({
  capped: Type.Boolean(),
  leftOut: Type.Array(Type.Object({ name }), { maxItems: 50 })
})
const view = Type.Object({
  items: Type.Array(
    Type.Object({
      id,
      productId: id,
      productOption: name,
      amount,
      name,
      unitPriceCents: Type.Optional(cents),
      totalCents: Type.Optional(cents),
      stock: Type.Optional(amount),
      problem: Type.Optional(Type.Enum(['gone', 'option-gone', 'sold-out', 'too-few']))
    }),
    { maxItems: 50 }
  ),
  valid: Type.Boolean(),
  totalCents: cents,
  itemCount: amount,
  version: Type.Integer(),
  state,
  pricesChecked: Type.Boolean()
})

const away = 'CART_UNAVAILABLE'
const closedCodes = ['CART_UNKNOWN', 'CART_FROZEN', 'CART_CLOSED']

/** The cart service over HTTP. */
export function createCartClient(client: ServiceClient): Carts {
  return {
    async open(login, key) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /carts',
        path: '/carts',
        customerToken: login?.token,
        idempotencyKey: key,
        answer: cart
      })
      return unwrap(result, away)
    },
    async current({ customerId, token }) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /carts?customerId',
        path: `/carts${query({ customerId })}`,
        customerToken: token,
        answer: carts
      })
      return unwrap(result, away).carts[0]
    },
    async find(cartId, login) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /carts/:id',
        path: path`/carts/${cartId}`,
        customerToken: login?.token,
        answer: cart
      })
      return unwrap(result, away, ['CART_UNKNOWN'])
    },
    async view(cartId, login) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /carts/:id/items',
        path: path`/carts/${cartId}/items`,
        customerToken: login?.token,
        answer: view
      })
      const told = unwrap(result, away, ['CART_UNKNOWN'])
      const items = told.items.map(({ unitPriceCents, totalCents, stock, problem, ...item }) => {
        return { ...item, unitPriceCents, totalCents, stock, problem }
      })
      return { ...told, items }
    },
    ...createCartChanges(client)
  }
}

function createCartChanges(
  client: ServiceClient
): Pick<Carts, 'add' | 'setAmount' | 'remove' | 'merge'> {
  return {
    async add(cartId, item, { login, key }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /carts/:id/items',
        path: path`/carts/${cartId}/items`,
        customerToken: login?.token,
        body: item,
        idempotencyKey: key,
        answer: added
      })
      // The cart is there, but could not ask for the price: the part that is away is another.
      if (result.kind === 'technical' && result.code === 'CATALOG_UNAVAILABLE')
        return unwrap(result, 'PRODUCT_UNAVAILABLE')
      const codes = ['PRODUCT_UNKNOWN', 'OPTION_UNKNOWN', 'SOLD_OUT', 'CART_LINE_LIMIT']
      return unwrap(result, away, [...codes, ...closedCodes])
    },
    async setAmount(cartId, { itemId, amount: wanted }, login) {
      const result = await client.call({
        method: 'PUT',
        operation: 'PUT /carts/:id/items/:itemId',
        path: path`/carts/${cartId}/items/${itemId}`,
        customerToken: login?.token,
        body: { amount: wanted }
      })
      unwrap(result, away, ['ITEM_UNKNOWN', ...closedCodes])
    },
    async remove(cartId, itemId, login) {
      const result = await client.call({
        method: 'DELETE',
        operation: 'DELETE /carts/:id/items/:itemId',
        path: path`/carts/${cartId}/items/${itemId}`,
        customerToken: login?.token
      })
      // One that is gone already is what was asked for.
      if (result.kind === 'business' && result.code === 'ITEM_UNKNOWN') return
      unwrap(result, away, closedCodes)
    },
    async merge(cartId, fromCartId, { login, key }) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /carts/:id/merge',
        path: path`/carts/${cartId}/merge`,
        customerToken: login.token,
        body: { fromCartId },
        idempotencyKey: key,
        answer: merged
      })
      const { capped, leftOut } = unwrap(result, away, closedCodes)
      return { capped, leftOut: leftOut.map(item => item.name) }
    }
  }
}
