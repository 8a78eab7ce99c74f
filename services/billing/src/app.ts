import { rangeOfWaiting } from '@microzon/shared/admission'
import { createService, type Service, type ServiceRuntime } from '@microzon/shared/service'
import type { PlaceOrderPorts } from './domain/place-order.ts'
import { orderRoutes } from './routes/orders.ts'
import { placeOrderRoute } from './routes/place-order.ts'

export type BillingPorts = Omit<PlaceOrderPorts, 'clock'> & { readonly runtime: ServiceRuntime }

const statusOf = {
  PAYMENT_DECLINED: 402,
  PAYMENT_FAILED: 402,
  PRICE_CHANGED: 409,
  OUT_OF_STOCK: 409,
  CART_CHANGED: 409,
  ORDER_ABANDONED: 409,
  ORDER_NOT_FOUND: 404,
  CURSOR_INVALID: 400
}

/** The billing service without a port: orders, and the saga that takes each to its end. */
export function createApp(ports: BillingPorts): Service {
  const { runtime } = ports
  const app = createService({
    runtime,
    statusOf,
    admission: { range: rangeOfWaiting },
    title: 'Billing',
    description:
      'Takes orders and carries each to its end: paid, or cancelled with nothing charged.'
  })
  placeOrderRoute(app, { ...ports, clock: runtime.clock, statusOf })
  orderRoutes(app, ports)
  return app
}
