import { responses, type Service } from '@microzon/shared/service'
import { Type } from 'typebox'
import { addItem, changeAmount, removeItem } from '../domain/use-cases.ts'
import { answerOnce } from './keyed.ts'
import { accessOf, answerOf, type RoutePorts } from './ports.ts'
import { AddedAnswer, CartAnswer, CartParams, ItemChange, ItemParams, NewItem } from './schemas.ts'

export function addItemRoutes(app: Service, ports: RoutePorts): void {
  const { transact } = ports
  addPost(app, ports)
  app.put(
    '/carts/:id/items/:itemId',
    {
      schema: {
        summary: 'Set the amount of a line',
        params: ItemParams,
        body: ItemChange,
        response: responses({ 200: CartAnswer })
      }
    },
    async request => {
      const { id, itemId } = request.params
      const item = { id: itemId, amount: request.body.amount }
      return answerOf(
        await transact(store => changeAmount(store, accessOf(request, id, ports), item))
      )
    }
  )
  app.delete(
    '/carts/:id/items/:itemId',
    {
      schema: {
        summary: 'Take a line out',
        params: ItemParams,
        response: responses({ 204: Type.Null() })
      }
    },
    async (request, reply) => {
      const { id, itemId } = request.params
      await transact(store => removeItem(store, accessOf(request, id, ports), itemId))
      return reply.code(204).send(null)
    }
  )
}

function addPost(app: Service, ports: RoutePorts): void {
  const { catalog, createItemId } = ports
  app.post(
    '/carts/:id/items',
    {
      config: { keyed: true },
      schema: {
        summary: 'Put a product into the cart',
        params: CartParams,
        body: NewItem,
        response: responses({ 201: AddedAnswer })
      }
    },
    async (request, reply) => {
      const { id } = request.params
      // Before the transaction, which may hold nothing up. What is wrong with it is told inside,
      // after a stored answer.
      const products = await catalog.find([request.body.productId])
      // The catalogue has been asked again and again already.
      if (products === undefined) reply.header('x-retry', 'no')
      return answerOnce(ports, { request, reply }, async store => {
        const item = { ...request.body, id: createItemId(), products }
        const { cart, line, capped } = await addItem(store, accessOf(request, id, ports), item)
        const location = `/carts/${id}/items/${line.id}`
        const body = { ...answerOf(cart), itemId: line.id, amount: line.amount, capped }
        return { status: 201, headers: { location }, body }
      })
    }
  )
}
