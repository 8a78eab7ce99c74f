// The product's page from one process: web's pages, routes and chassis over the domain and the stores of
// product and cart, with a call of a function where the lab has a call over HTTP. Its argument is the
// folder of a lab, whose data and cookie secret it uses. `bench/items/one-process.ts` starts it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { loadProcessConfig } from '@microzon/shared/config'
import { createId, createOutsiderRuntime, querySpans, run } from '@microzon/shared/service'
import { openDatabase } from '@microzon/shared/store'
import { itemCountOf } from '../services/cart/src/domain/cart.ts'
import { findCart } from '../services/cart/src/domain/use-cases.ts'
import { createCartReader } from '../services/cart/src/store/cart-reader.ts'
import type { CartSchema } from '../services/cart/src/store/schema.ts'
import { findProduct, listCategory } from '../services/product/src/domain/catalogue.ts'
import type { Product as StoredProduct } from '../services/product/src/domain/product.ts'
import { openSqliteProductStore } from '../services/product/src/store/sqlite/sqlite-product-store.ts'
import { createApp } from '../services/web/src/app.ts'
import type { Carts } from '../services/web/src/domain/carts.ts'
import type { Catalog, Product } from '../services/web/src/domain/catalog.ts'
import { createCheckoutTokens } from '../services/web/src/domain/checkout-token.ts'

const [, , home = ''] = process.argv
const runtime = createOutsiderRuntime(loadProcessConfig(process.env, 'single'))
const { clock, tracer } = runtime
const onQuery = querySpans(tracer)
const url = (name: string): string => `sqlite:${join(home, 'data', `${name}.db`)}`
const sessionSecret = readFileSync(join(home, 'secrets', 'session-secret'), 'utf8').trim()
const store = await openSqliteProductStore({ url: url('product'), clock, createId, onQuery })
const cartDatabase = await openDatabase<CartSchema>({ url: url('cart'), onQuery })
const carts = createCartReader(cartDatabase.kysely)

const app = await createApp({
  runtime,
  clock,
  catalog: partOf<Catalog>({
    product: async id => productOf(await findProduct(store.products, id)),
    async category({ id, cursor, sort = 'newest', limit }) {
      const request = { limit, sort, ...(cursor !== undefined && { cursor }) }
      const { activeProducts, total, next, ...told } = await listCategory(
        store.products,
        id,
        request
      )
      return { ...told, products: activeProducts.map(productOf), total, totalIsExact: true, next }
    }
  }),
  carts: partOf<Carts>({
    async find(cartId, login) {
      const access = { cartId, customerId: login?.customerId, now: clock() }
      const cart = await findCart(carts, access)
      const { id, version, state } = cart
      return { id, itemCount: itemCountOf(cart), version, state }
    }
  }),
  customers: partOf({}),
  orders: partOf({}),
  cards: partOf({}),
  checkoutTokens: createCheckoutTokens(sessionSecret),
  sessionSecret,
  publicUrl: 'http://localhost:8080',
  statusOf: () => ({ refreshedAt: clock(), services: [] })
})

await run(app, { runtime })

function productOf({ id, name, description = '', options, breadcrumbs }: StoredProduct): Product {
  const read = options.map(({ name: option, description: more, priceInCent, stock }) => {
    return { name: option, description: more, priceCents: priceInCent, stock }
  })
  return { id, name, description, options: read, breadcrumbs, matched: [] }
}

/** As much of a port as the page needs; the rest fails when it is called. */
function partOf<Port extends object>(known: Partial<Port>): Port {
  const away = (): Promise<never> => Promise.reject(new Error('only one page is made here'))
  return new Proxy(known, { get: (own, name): unknown => Reflect.get(own, name) ?? away }) as Port
}
