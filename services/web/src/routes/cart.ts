import { isDomainError } from '@microzon/shared/errors'
import { createId, type Service } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CartView, NewItem } from '../domain/carts.ts'
import type { Login } from '../domain/customers.ts'
import { keyOf } from '../domain/keys.ts'
import { cartPage } from '../views/cart.ts'
import { wordsOf } from '../views/words/index.ts'
import { bringPendingCart } from './bring-cart.ts'
import { fieldsOf, isFresh, requireFresh } from './forms.ts'
import { frameOf, localeOf, sendPage } from './frame.ts'
import { currentLogin } from './login-state.ts'
import { ownCartId } from './own-cart.ts'
import type { WebPorts } from './ports.ts'
import { sendProduct } from './product.ts'
import { forgetCart, sessionOf, updateSession } from './session.ts'

const amountMax = 99

/** The cart, and what changes it. */
export function cartRoutes(app: Service, ports: WebPorts): void {
  app.get('/shop/cart', (request, reply) => sendCart(ports, { request, reply }))
  app.post('/shop/addToCart', (request, reply) => addToCart(ports, { request, reply }))
  app.post('/shop/cart/update', async (request, reply) => {
    const { item = '', amount: text = '' } = fieldsOf(request)
    const amount = amountOf(text)
    const words = wordsOf(localeOf(request))
    const again = (message: string, status: number): Promise<FastifyReply> =>
      sendCart(ports, { request, reply }, { message, status })
    if (!isFresh(request)) return again(words.forms.stale, 403)
    if (amount === undefined) return again(words.cart.amountWrong, 422)
    return changeLine(ports, { request, reply }, { item, amount })
  })
  app.post('/shop/cart/remove', async (request, reply) => {
    requireFresh(request)
    const { item = '' } = fieldsOf(request)
    return changeLine(ports, { request, reply }, { item, amount: undefined })
  })
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply }

/**
 * Sets an amount, or removes the line. What another tab or an order has done to the cart since is told,
 * with the cart as it is.
 */
async function changeLine(
  ports: WebPorts,
  exchange: Exchange,
  { item, amount }: { readonly item: string; readonly amount: number | undefined }
): Promise<FastifyReply> {
  const { request, reply } = exchange
  const { carts, customers, clock } = ports
  const { cart: words } = wordsOf(localeOf(request))
  const { cartId } = sessionOf(request)
  try {
    if (cartId !== undefined) {
      const login = await currentLogin(request, customers, clock())
      if (amount) await carts.setAmount(cartId, { itemId: item, amount }, login)
      else await carts.remove(cartId, item, login)
      updateSession(request, { toast: amount === undefined ? words.removed : words.changed })
    }
    return reply.redirect('/shop/cart', 303)
  } catch (error) {
    const code = isDomainError(error) ? error.code : ''
    const isGone = code === 'ITEM_UNKNOWN' || code === 'CART_UNKNOWN' || code === 'CART_CLOSED'
    if (!isGone && code !== 'CART_FROZEN') throw error
    const message = isGone ? words.lineGone : words.refusals.CART_FROZEN
    return sendCart(ports, exchange, { message, status: 422 })
  }
}

async function addToCart(ports: WebPorts, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const { productId = '', option = '', amount: text = '1' } = fieldsOf(request)
  const words = wordsOf(localeOf(request))
  const again = (message: string, status: number): Promise<FastifyReply> => {
    const form = { values: { amount: text }, errors: {}, message }
    return sendProduct(ports, exchange, { productId, option, form, status })
  }
  if (!isFresh(request)) return again(words.forms.stale, 403)
  const amount = amountOf(text)
  if (amount === undefined || amount === 0) return again(words.cart.amountWrong, 422)
  // The page chooses one by itself, unless all have sold out: then it says so.
  if (option === '') return again(words.cart.optionMissing, 422)
  try {
    const { capped } = await add(ports, request, { productId, productOption: option, amount })
    updateSession(request, { toast: capped ? words.cart.capped : words.cart.added })
    return reply.redirect('/shop/cart', 303)
  } catch (error) {
    const code = isDomainError(error) ? error.code : ''
    const message = words.cart.refusals[code as keyof typeof words.cart.refusals]
    if (message === undefined) throw error
    return again(message, 409)
  }
}

/** Adds to the cart of this browser, or to a new one where that has been bought in another tab. */
async function add(
  ports: WebPorts,
  request: FastifyRequest,
  item: NewItem
): Promise<{ readonly capped: boolean }> {
  const login = await currentLogin(request, ports.customers, ports.clock())
  const by = { login, key: createId() }
  try {
    return await ports.carts.add(await openCart(ports, request, login), item, by)
  } catch (error) {
    const isOver =
      isDomainError(error) && (error.code === 'CART_CLOSED' || error.code === 'CART_UNKNOWN')
    if (!isOver) throw error
    forgetCart(request)
    return ports.carts.add(await openCart(ports, request, login), item, by)
  }
}

/**
 * The cart of this browser; opened under a key that follows from its session, so that two clicks
 * open one.
 */
async function openCart(
  { carts }: WebPorts,
  request: FastifyRequest,
  login: Login | undefined
): Promise<string> {
  const { id, cartId, cartSeed = id } = sessionOf(request)
  if (cartId !== undefined) return cartId
  const cart = await carts.open(login, keyOf('open', cartSeed))
  updateSession(request, { cartId: cart.id })
  return cart.id
}

async function sendCart(
  ports: WebPorts,
  { request, reply }: Exchange,
  told: { readonly message?: string; readonly status?: number } = {}
): Promise<FastifyReply> {
  const { carts, customers, clock } = ports
  const login = await currentLogin(request, customers, clock())
  const pending = login && (await bringPendingCart(carts, request, login))
  const cartId = await ownCartId(request, carts, login)
  const view = cartId === undefined ? emptyCart : await viewOf(carts, cartId, { login, request })
  // One that an order holds may be bought in a moment: it is shown, but not taken up again.
  const isNew = cartId !== sessionOf(request).cartId
  if (isNew && view !== emptyCart && view.state === 'open') updateSession(request, { cartId })
  const frame = await frameOf(request, ports)
  const model = {
    ...view,
    isFrozen: view.state === 'frozen',
    isWaiting: pending === 'held',
    message: told.message
  }
  return sendPage(reply, cartPage({ ...frame, cartCount: view.itemCount }, model), told.status)
}

/** A cart that is gone, or was bought in another tab, is an empty one. */
async function viewOf(
  carts: WebPorts['carts'],
  cartId: string,
  {
    login,
    request
  }: { readonly login: Parameters<typeof carts.view>[1]; readonly request: FastifyRequest }
): Promise<CartView> {
  try {
    const view = await carts.view(cartId, login)
    if (view.state === 'open' || view.state === 'frozen') return view
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'CART_UNKNOWN') throw error
  }
  // A guest's may have come along with a login whose answer is on its way: a cookie that is written
  // here would undo that.
  if (login !== undefined) forgetCart(request)
  return emptyCart
}

const emptyCart: CartView = {
  items: [],
  valid: false,
  totalCents: 0,
  itemCount: 0,
  version: 0,
  state: 'open',
  pricesChecked: true
}

function amountOf(text: string): number | undefined {
  const amount = /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN
  return amount >= 0 && amount <= amountMax ? amount : undefined
}
