import {
  createService,
  type Service,
  type ServiceRuntime,
  type StatusOf
} from '@microzon/shared/service'
import { addCartRoutes } from './routes/carts.ts'
import { addCheckoutRoutes } from './routes/checkouts.ts'
import { addItemRoutes } from './routes/items.ts'
import type { CartPorts } from './routes/ports.ts'

const statusOf: StatusOf = {
  CART_UNKNOWN: 404,
  ITEM_UNKNOWN: 404,
  PRODUCT_UNKNOWN: 404,
  OPTION_UNKNOWN: 404,
  SOLD_OUT: 409,
  CART_LINE_LIMIT: 409,
  CART_FROZEN: 409,
  CART_CLOSED: 409,
  CART_CHANGED: 409,
  CART_EMPTY: 409,
  CATALOG_UNAVAILABLE: 503
}

/** The cart service without a port and an environment. */
export function createApp(
  options: Omit<CartPorts, 'clock'> & { readonly runtime: ServiceRuntime }
): Service {
  const { runtime } = options
  const app = createService({
    runtime,
    statusOf,
    title: 'Cart',
    description: 'Carts of guests and customers, with prices of the moment.'
  })
  const ports = { ...options, clock: runtime.clock, statusOf }
  void app.register((inner, _options, done) => {
    addCartRoutes(inner, ports)
    addItemRoutes(inner, ports)
    addCheckoutRoutes(inner, ports)
    done()
  })
  return app
}
