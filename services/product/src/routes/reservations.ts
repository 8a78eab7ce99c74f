import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import type { ProductStore } from '../domain/ports.ts'
import { expiryOf, linesFrom, requireDone, reservationMs } from '../domain/reservation.ts'
import { sellers } from './callers.ts'
import { answerOnce, type KeyedPorts } from './keyed.ts'
import { idSchema, reservationSchema, reservedSchema } from './schemas.ts'

export type ReservationPorts = KeyedPorts & {
  readonly products: ProductStore
  readonly clock: () => number
}

const orderParams = Type.Object({ orderId: idSchema })

export function reservationRoutes(app: Service, ports: ReservationPorts): void {
  const { products, clock } = ports
  app.post(
    '/reservations',
    {
      config: { ...sellers, keyed: true },
      schema: {
        summary: 'Take the stock of an order for fifteen minutes, all of it or nothing',
        description: 'Again for the same order and lines makes it last longer.',
        body: reservationSchema,
        response: responses({ 201: reservedSchema })
      }
    },
    (request, reply) =>
      answerOnce(ports, { request, reply }, async writer => {
        const { orderId, lines } = request.body
        const expiresAt = clock() + reservationMs
        const outcome = await writer.reserve({ orderId, lines: linesFrom(lines), expiresAt })
        return { status: 201, body: { orderId, expiresAt: expiryOf(outcome) } }
      })
  )

  app.post(
    '/reservations/:orderId/confirm',
    {
      config: sellers,
      schema: {
        summary: 'Keep the reserved stock for good',
        description:
          'Twice is once, so it needs no key. One that has expired takes the stock again, if it is there.',
        params: orderParams,
        response: responses({ 200: Type.Object({ orderId: Type.String() }) })
      }
    },
    async ({ params: { orderId } }) => {
      requireDone(await products.confirm(orderId))
      return { orderId }
    }
  )

  app.delete(
    '/reservations/:orderId',
    {
      config: sellers,
      schema: {
        summary: 'Give the reserved stock back',
        params: orderParams,
        response: responses({ 204: Type.Null() })
      }
    },
    async ({ params }, reply) => {
      requireDone(await products.release(params.orderId))
      return reply.code(204).send(null)
    }
  )
}
