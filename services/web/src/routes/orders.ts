import type { Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { orderPage } from '../views/order.ts'
import { ordersPage } from '../views/orders.ts'
import { frameOf, sendPage } from './frame.ts'
import { requireLogin } from './login-state.ts'
import type { WebPorts } from './ports.ts'

const params = Type.Object({ id: Type.String({ maxLength: 64 }) })
const query = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

/** The customer's orders. Somebody else's is not found: billing decides. */
export function orderRoutes(app: Service, ports: WebPorts): void {
  const { customers, orders } = ports
  app.get('/shop/orders', { schema: { querystring: query } }, async (request, reply) => {
    const login = await requireLogin(request, customers)
    const [frame, page] = await Promise.all([
      frameOf(request, ports),
      orders.list(login, request.query.cursor)
    ])
    const next =
      page.next && `/shop/orders?${new URLSearchParams({ cursor: page.next }).toString()}`
    return sendPage(reply, ordersPage(frame, { orders: page.orders, next }))
  })
  app.get('/shop/orders/:id', { schema: { params } }, async (request, reply) => {
    const login = await requireLogin(request, customers)
    const [frame, order] = await Promise.all([
      frameOf(request, ports),
      orders.find(request.params.id, login)
    ])
    return sendPage(reply, orderPage(frame, { order }))
  })
}
