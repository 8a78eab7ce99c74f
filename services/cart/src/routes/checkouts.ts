import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { freezeMs } from '../domain/checkout.ts'
import { freezeCart, settleCart } from '../domain/checkouts.ts'
import { answerOnce } from './keyed.ts'
import type { RoutePorts } from './ports.ts'
import { CartParams, CheckoutParams, FreezeBody, SettleQuery, SnapshotAnswer } from './schemas.ts'

/** For billing only: it acts for a customer also when nobody is there, to take an order to its end. */
const config = { callers: ['billing'] }

export function addCheckoutRoutes(app: Service, ports: RoutePorts): void {
  const { clock, renewFreeze, transact } = ports
  app.post(
    '/carts/:id/freeze',
    {
      config: { ...config, keyed: true },
      schema: {
        summary: 'Give the cart to a checkout',
        params: CartParams,
        body: FreezeBody,
        response: responses({ 200: SnapshotAnswer })
      }
    },
    async (request, reply) => {
      const freeze = { ...request.body, cartId: request.params.id, now: clock() }
      // Beside the keyed effect: to a repeat the stored answer is given, and nothing else happens.
      await renewFreeze(freeze, { now: freeze.now, expiresAt: freeze.now + freezeMs })
      return answerOnce(ports, { request, reply }, async store => ({
        status: 200,
        body: await freezeCart(store, freeze)
      }))
    }
  )
  app.delete(
    '/carts/:id/freeze/:checkoutId',
    {
      config,
      schema: {
        summary: 'End a checkout: the cart is open again, or its lines were bought',
        params: CheckoutParams,
        querystring: SettleQuery,
        response: responses({ 204: Type.Null() })
      }
    },
    async (request, reply) => {
      const { id: cartId, checkoutId } = request.params
      const { outcome = 'released' } = request.query
      await transact(store => settleCart(store, { cartId, checkoutId, outcome, now: clock() }))
      return reply.code(204).send(null)
    }
  )
}
