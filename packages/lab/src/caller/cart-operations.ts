import { randomUUID } from 'node:crypto'
import { path, type CallResult, type ServiceClient } from '@microzon/shared/client'
import { Type } from 'typebox'
import type { Operations } from './operations.ts'

type Line = { readonly cart: string; readonly item: string }

const linesFirst = 40
const linesMax = 5_000
const Cart = Type.Object({ id: Type.String() })
const Added = Type.Object({ itemId: Type.String() })
const Items = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })) })

/**
 * What shoppers do with carts. `get` reads a cart's summary, `items` its lines with product's
 * prices; `open` and `post` are keyed; `delete` takes out a line that `open` and `post` brought in.
 */
export async function cartOperations(client: ServiceClient, product: Product): Promise<Operations> {
  const kept: Line[] = []
  const spare: Line[] = []
  const put = async (line: Line): Promise<CallResult<unknown>> =>
    client.call({
      method: 'PUT',
      operation: 'PUT /carts/:id/items/:itemId',
      path: path`/carts/${line.cart}/items/${line.item}`,
      body: { amount: 1 + Math.floor(Math.random() * 9) }
    })
  const any = (): Line => kept[Math.floor(Math.random() * kept.length)] ?? nobody
  const post = createPost(client, product, line => {
    if (spare.length < linesMax) spare.push(line)
  })
  for (let count = 0; count < linesFirst; count++) await post()
  kept.push(...spare.splice(0))
  return {
    get: () => read(client, any()),
    items: () =>
      client.call({
        method: 'GET',
        operation: 'GET /carts/:id/items',
        path: path`/carts/${any().cart}/items`,
        answer: Items
      }),
    put: () => put(any()),
    open: () => open(client),
    post,
    delete() {
      const line = spare.shift()
      // Nothing to take out yet: a read keeps the rate.
      if (line === undefined) return read(client, any())
      return client.call({
        method: 'DELETE',
        operation: 'DELETE /carts/:id/items/:itemId',
        path: path`/carts/${line.cart}/items/${line.item}`
      })
    }
  }
}

const nobody: Line = { cart: 'none', item: 'none' }

function read(client: ServiceClient, { cart }: Line): Promise<CallResult<unknown>> {
  return client.call({ method: 'GET', operation: 'GET /carts/:id', path: path`/carts/${cart}` })
}

function open(client: ServiceClient) {
  return client.call({
    method: 'POST',
    operation: 'POST /carts',
    path: '/carts',
    body: {},
    idempotencyKey: randomUUID(),
    answer: Cart
  })
}

/** What is put into carts. */
export type Product = { readonly productId: string; readonly productOption: string }

/** A new cart and a line in it: two keyed POSTs, of which the first that fails counts. */
function createPost(client: ServiceClient, product: Product, onAdded: (line: Line) => void) {
  return async (): Promise<CallResult<unknown>> => {
    const opened = await open(client)
    if (opened.kind !== 'answered') return opened
    const added = await client.call({
      method: 'POST',
      operation: 'POST /carts/:id/items',
      path: path`/carts/${opened.body.id}/items`,
      body: { ...product, amount: 1 },
      idempotencyKey: randomUUID(),
      answer: Added
    })
    if (added.kind === 'answered') onAdded({ cart: opened.body.id, item: added.body.itemId })
    return added
  }
}
