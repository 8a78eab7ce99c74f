import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { orderPage } from '../views/order.ts'
import { ordersPage } from '../views/orders.ts'
import { frameOf, sendPage } from './frame.ts'
import { requireLogin } from './login-state.ts'
import { ownCartId } from './own-cart.ts'
import { pagesOf } from './pages.ts'
import type { WebPorts } from './ports.ts'
import { updateSession } from './session.ts'

const params = Type.Object({ id: Type.String({ maxLength: 64 }) })
const query = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

/** The customer's orders. Somebody else's is not found: billing decides. */
export function orderRoutes(app: Service, ports: WebPorts): void {
  const { carts, customers, orders } = ports
  app.get('/shop/orders', { schema: { querystring: query } }, async (request, reply) => {
    const login = await requireLogin(request, customers)
    const [frame, page] = await Promise.all([
      frameOf(request, ports),
      orders.list(login, request.query.cursor)
    ])
    const pages = pagesOf('/shop/orders', {}, { at: request.query.cursor, next: page.next })
    return sendPage(reply, ordersPage(frame, { orders: page.orders, pages }))
  })
  app.get('/shop/orders/:id', { schema: { params } }, async (request, reply) => {
    const login = await requireLogin(request, customers)
    const order = await orders.find(request.params.id, login)
    if (order.state === 'CANCELLED') {
      const cartId = await ownCartId(request, carts, login).catch(() => undefined)
      updateSession(request, { cartId })
    }
    return sendPage(reply, orderPage(await frameOf(request, ports), { order }))
  })
}
