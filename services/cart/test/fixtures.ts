import { randomBytes, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { openDatabase } from '@microzon/shared/store'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import { createApp } from '../src/app.ts'
import type { Catalog, Product } from '../src/domain/catalog.ts'
import { createCartDatabase, type CartDatabase } from '../src/store/cart-database.ts'
import type { CartSchema } from '../src/store/schema.ts'

export const tea: Product = {
  id: 'tea',
  name: 'Green tea',
  picture: '/images/tea.svg',
  options: [
    { name: '100 g', priceCents: 450, stock: 20 },
    { name: '1 kg', priceCents: 3_990, stock: 0 }
  ]
}

export const book: Product = {
  id: 'book',
  name: 'Walden',
  picture: undefined,
  options: [{ name: 'Paperback', priceCents: 1_200, stock: 5 }]
}

export type FakeCatalog = Catalog & {
  set(product: Product): void
  remove(id: string): void
  /** Whether it answers. */
  away: boolean
  calls: number
}

export function createFakeCatalog(products: readonly Product[] = [tea, book]): FakeCatalog {
  const known = new Map(products.map(product => [product.id, product]))
  return {
    away: false,
    calls: 0,
    set: product => void known.set(product.id, product),
    remove: id => void known.delete(id),
    async find(ids) {
      this.calls++
      if (this.away) return undefined
      return new Map(ids.flatMap(id => (known.has(id) ? [[id, known.get(id) as Product]] : [])))
    }
  }
}

export type Clock = { now: number }

export type Shop = {
  readonly runtime: TestRuntime
  readonly app: ReturnType<typeof createApp>
  readonly catalog: FakeCatalog
  readonly store: CartDatabase
  readonly clock: Clock
  /**
   * Sends a request as web does, for a customer if one is named; every POST has a key of its own
   * unless told.
   */
  send(request: {
    readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
    readonly url: string
    readonly body?: unknown
    readonly customerId?: string
    readonly caller?: string
    readonly key?: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<Reply>
  openCart(customerId?: string): Promise<string>
  add(cartId: string, item?: Partial<Wanted>, customerId?: string): Promise<Reply>
}

type Wanted = {
  readonly productId: string
  readonly productOption: string
  readonly amount: number
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  // What a test expects of an answer is said by its assertions.
  readonly body: Record<string, never> & { readonly items: readonly Record<string, never>[] }
}

export async function openShop(
  t: TestContext,
  options: { readonly url?: string } = {}
): Promise<Shop> {
  const clock: Clock = { now: Date.UTC(2026, 0, 1) }
  const read = (): number => clock.now
  const runtime = createTestRuntime('cart', { clock: read })
  const database = await openDatabase<CartSchema>({ url: options.url ?? 'sqlite::memory:' })
  const store = await createCartDatabase(database, read)
  const catalog = createFakeCatalog()
  const app = createApp({
    runtime,
    ...store,
    catalog,
    createCartId: () => randomBytes(16).toString('base64url'),
    createItemId: randomUUID
  })
  t.after(async () => {
    await app.close()
    await database.close()
  })
  const send: Shop['send'] = async request => {
    const { method = 'GET', url, body, customerId, caller, key, headers } = request
    const response = await app.inject({
      method,
      url,
      headers: {
        ...runtime.headers({
          ...(caller !== undefined && { caller }),
          ...(customerId !== undefined && { customerId }),
          ...(method === 'POST' && { idempotencyKey: key ?? randomUUID() })
        }),
        ...headers
      },
      ...(body !== undefined && { body: body as object })
    })
    const text = response.body
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text)
    }
  }
  return {
    runtime,
    app,
    catalog,
    store,
    clock,
    send,
    async openCart(customerId) {
      const opened = await send({
        method: 'POST',
        url: '/carts',
        ...(customerId !== undefined && { customerId })
      })
      return opened.body['id'] as unknown as string
    },
    add: (cartId, item = {}, customerId) =>
      send({
        method: 'POST',
        url: `/carts/${cartId}/items`,
        body: { productId: 'tea', productOption: '100 g', amount: 1, ...item },
        ...(customerId !== undefined && { customerId })
      })
  }
}
