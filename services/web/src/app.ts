import formbody from '@fastify/formbody'
import { rangeOfWaiting, type AdmissionOptions } from '@microzon/shared/admission'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import { accountRoutes } from './routes/account.ts'
import { assetRoutes } from './routes/assets.ts'
import { cartRoutes } from './routes/cart.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { sendErrorPage } from './routes/errors.ts'
import { importanceOf } from './routes/importance.ts'
import { orderRoutes } from './routes/orders.ts'
import { pictureRoutes } from './routes/pictures.ts'
import type { WebPorts } from './routes/ports.ts'
import { productRoutes } from './routes/product.ts'
import { addSecurityHeaders } from './routes/security.ts'
import { registerSession } from './routes/session.ts'
import { shopRoutes } from './routes/shop.ts'
import { statusRoutes, type StatusView } from './routes/status.ts'
import { userRoutes } from './routes/user.ts'

export type AppPorts = WebPorts & {
  readonly runtime: ServiceRuntime
  readonly sessionSecret: string
  readonly publicUrl: string
  readonly statusOf: StatusView
  /** Who is let in while there is too much to do, where it differs from what is usual. */
  readonly admission?: Partial<AdmissionOptions>
}

const statusOf = {
  LOGIN_REQUIRED: 303,
  FORM_STALE: 403,
  PRODUCT_NOT_FOUND: 404,
  CATEGORY_NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  ITEM_UNKNOWN: 404,
  CART_UNKNOWN: 404,
  CURSOR_INVALID: 400,
  INPUT_REFUSED: 400,
  CART_FROZEN: 409,
  CART_CLOSED: 409,
  SESSION_ENDED: 401,
  PRODUCT_UNAVAILABLE: 503,
  CUSTOMER_UNAVAILABLE: 503,
  CART_UNAVAILABLE: 503,
  BILLING_UNAVAILABLE: 503,
  PAYMENT_UNAVAILABLE: 503,
  ORDER_UNKNOWN: 503
}

/** The web facade without a port: pages and sessions, and no store. */
export async function createApp(ports: AppPorts): Promise<Service> {
  const app = createService({
    runtime: ports.runtime,
    statusOf,
    isPublic: true,
    sendError: sendErrorPage,
    importanceOf,
    // At first as many as the edge sends at a time.
    admission: { range: rangeOfWaiting, ...ports.admission },
    title: 'Web',
    description: 'The pages of the shop.'
  })
  await app.register(formbody, { bodyLimit: 65_536 })
  await registerSession(app, { secret: ports.sessionSecret, publicUrl: ports.publicUrl })
  await addSecurityHeaders(app)
  await assetRoutes(app)
  shopRoutes(app, ports)
  productRoutes(app, ports)
  pictureRoutes(app, ports)
  cartRoutes(app, ports)
  checkoutRoutes(app, ports)
  orderRoutes(app, ports)
  userRoutes(app, ports)
  accountRoutes(app, ports)
  statusRoutes(app, ports)
  return app
}
