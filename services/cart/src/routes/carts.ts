import { customerOf, requireCustomer, responses, type Service } from '@microzon/shared/service'
import { unknownCart, type Line } from '../domain/cart.ts'
import { findCart, findCurrentCart, mergeInto, openCart, viewCart } from '../domain/use-cases.ts'
import { answerOnce } from './keyed.ts'
import { accessOf, answerOf, type RoutePorts } from './ports.ts'
import {
  CartAnswer,
  CartParams,
  CartsAnswer,
  CustomerQuery,
  ItemsAnswer,
  MergedAnswer,
  MergeRequest,
  NoBody
} from './schemas.ts'

export function addCartRoutes(app: Service, ports: RoutePorts): void {
  const { carts, clock, createCartId } = ports
  app.post(
    '/carts',
    {
      config: { keyed: true },
      schema: { summary: 'Open a cart', body: NoBody, response: responses({ 201: CartAnswer }) }
    },
    (request, reply) =>
      answerOnce(ports, { request, reply }, async store => {
        const customerId = customerOf(request)?.customerId
        const cart = await openCart(store, { id: createCartId(), customerId, now: clock() })
        return { status: 201, headers: { location: `/carts/${cart.id}` }, body: answerOf(cart) }
      })
  )
  app.get(
    '/carts',
    {
      schema: {
        summary: "The customer's own cart, open or frozen, or none",
        querystring: CustomerQuery,
        response: responses({ 200: CartsAnswer })
      }
    },
    async request => {
      const { customerId } = requireCustomer(request)
      if (request.query.customerId !== customerId) throw unknownCart()
      const cart = await findCurrentCart(carts, { customerId, now: clock() })
      return { carts: cart === undefined ? [] : [answerOf(cart)] }
    }
  )
  app.get(
    '/carts/:id',
    { schema: { summary: 'A cart', params: CartParams, response: responses({ 200: CartAnswer }) } },
    async request => answerOf(await findCart(carts, accessOf(request, request.params.id, ports)))
  )
  app.get(
    '/carts/:id/items',
    {
      schema: {
        summary: 'The lines of a cart with the prices and stock of this moment',
        params: CartParams,
        response: responses({ 200: ItemsAnswer })
      }
    },
    async request => {
      const view = await viewCart(ports, accessOf(request, request.params.id, ports))
      return { ...view, items: [...view.items] }
    }
  )
  addMergeRoute(app, ports)
}

function addMergeRoute(app: Service, ports: RoutePorts): void {
  app.post(
    '/carts/:id/merge',
    {
      config: { keyed: true },
      schema: {
        summary: "Bring a guest's cart into the customer's",
        params: CartParams,
        body: MergeRequest,
        response: responses({ 200: MergedAnswer })
      }
    },
    (request, reply) =>
      answerOnce(ports, { request, reply }, async store => {
        const { customerId } = requireCustomer(request)
        const access = { ...accessOf(request, request.params.id, ports), customerId }
        const { cart, capped, leftOut } = await mergeInto(store, access, request.body.fromCartId)
        const lines = { cappedItems: capped.map(toldOf), leftOut: leftOut.map(toldOf) }
        return { status: 200, body: { ...answerOf(cart), capped: capped.length > 0, ...lines } }
      })
  )
}

function toldOf({
  productId,
  productOption,
  name
}: Line): Pick<Line, 'productId' | 'productOption' | 'name'> {
  return { productId, productOption, name }
}
