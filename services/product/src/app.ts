import type { Once } from '@microzon/shared/idempotency'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import type { ProductStore, ProductWriter } from './domain/ports.ts'
import { changeRoutes } from './routes/changes.ts'
import { categoryRoutes } from './routes/categories.ts'
import { pictureRoutes } from './routes/pictures.ts'
import { productRoutes } from './routes/products.ts'
import { reservationRoutes } from './routes/reservations.ts'

export type ProductPorts = {
  readonly runtime: ServiceRuntime
  readonly products: ProductStore
  readonly once: Pick<Once<ProductWriter>, 'run'>
}

const statusOf = {
  BULK_INTERRUPTED: 400,
  BULK_TOO_LARGE: 413,
  CATEGORY_LIMIT: 409,
  CATEGORY_NOT_FOUND: 404,
  CURSOR_INVALID: 400,
  OUT_OF_STOCK: 409,
  PRODUCT_EXISTS: 409,
  PRODUCT_INVALID: 400,
  PRODUCT_NOT_FOUND: 404,
  RESERVATION_CONFIRMED: 409,
  RESERVATION_MISMATCH: 409,
  RESERVATION_NOT_FOUND: 404
}

/** The product service without a port. */
export function createApp({ runtime, products, once }: ProductPorts): Service {
  const app = createService({
    runtime,
    statusOf,
    title: 'Product',
    description:
      'Categories, products with their options, stock and pictures, search, and reservations of stock.'
  })
  categoryRoutes(app, products)
  productRoutes(app, products)
  pictureRoutes(app, products)
  changeRoutes(app, { products, once, statusOf })
  reservationRoutes(app, { products, once, statusOf, clock: runtime.clock })
  return app
}
