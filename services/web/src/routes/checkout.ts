import { DomainError, isDomainError } from '@microzon/shared/errors'
import type { Service } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CartView } from '../domain/carts.ts'
import type { KnownAddress, Login } from '../domain/customers.ts'
import type { Order, Placed, RefusalReason } from '../domain/orders.ts'
import { placeOrder } from '../domain/place-order.ts'
import { checkoutPage } from '../views/checkout.ts'
import type { FormState } from '../views/models.ts'
import { wordsOf } from '../views/words/index.ts'
import { addressErrors, addressOf } from './address-form.ts'
import { isHeldBack } from './bring-cart.ts'
import { fieldsOf, isFresh, type Fields } from './forms.ts'
import { frameOf, localeOf, sendPage } from './frame.ts'
import { requireLogin } from './login-state.ts'
import type { WebPorts } from './ports.ts'
import { forgetCart, sessionOf, updateSession } from './session.ts'

const cardFields = ['cardNumber', 'cardExpiry', 'cardCvc']

/** From the cart to an order. */
export function checkoutRoutes(app: Service, ports: WebPorts): void {
  app.get('/shop/checkout', async (request, reply) => {
    const login = await requireLogin(request, ports.customers)
    // The cart's own page says why it cannot be bought yet.
    if (await isHeldBack(ports.carts, request, login)) return toCart({ request, reply })
    return sendCheckout(ports, { request, reply, login })
  })
  app.post('/shop/checkout', async (request, reply) => {
    const login = await requireLogin(request, ports.customers)
    return buy(ports, { request, reply, login })
  })
}

type Exchange = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly login: Login
}

type Told = {
  readonly form?: FormState
  readonly status?: number
  readonly refusal?: RefusalReason
  readonly shownBeforeCents?: number
}

async function sendCheckout(
  ports: WebPorts,
  exchange: Exchange,
  told: Told = {}
): Promise<FastifyReply> {
  const { request, reply, login } = exchange
  const { carts, customers, checkoutTokens } = ports
  const { id: sessionId, cartId } = sessionOf(request)
  const view = cartId === undefined ? undefined : await carts.view(cartId, login)
  // An empty cart, or one that cannot be bought as it is, says so on its own page.
  if (cartId === undefined || view === undefined || !isBuyable(view))
    return toCart(exchange, told.form?.message)
  const [frame, addresses] = await Promise.all([
    frameOf(request, ports),
    customers.addresses(login)
  ])
  const { version: cartVersion, totalCents, items } = view
  const subject = { sessionId, cartId, cartVersion, shownTotalCents: totalCents }
  const page = checkoutPage(
    { ...frame, cartCount: view.itemCount },
    {
      items,
      totalCents,
      checkoutToken: checkoutTokens.sign(subject),
      addresses,
      form: told.form ?? prefilled(addresses),
      shownBeforeCents: told.shownBeforeCents,
      refusal: told.refusal
    }
  )
  return sendPage(reply, page, told.status)
}

async function buy(ports: WebPorts, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply, login } = exchange
  const words = wordsOf(localeOf(request))
  const values = fieldsOf(request)
  const again = (form: Omit<FormState, 'values'>, told: Told): Promise<FastifyReply> =>
    sendCheckout(ports, exchange, { ...told, form: { values: withoutCard(values), ...form } })
  const key = values['checkoutToken'] ?? ''
  const findOrder = async (): Promise<Order | undefined> =>
    /^[\w-]{43}$/.test(key) ? ports.orders.findByKey(key, login) : undefined
  const known = await findOrder()
  if (known !== undefined) return answerAgain(ports, exchange, { order: known, values })
  if (await isHeldBack(ports.carts, request, login)) return toCart(exchange)
  if (!isFresh(request)) return again({ errors: {}, message: words.forms.stale }, { status: 403 })
  const errors = checkoutErrors(values, words)
  if (Object.keys(errors).length > 0) return again({ errors, message: undefined }, { status: 422 })
  const { id: sessionId, cartId } = sessionOf(request)
  const view = cartId === undefined ? undefined : await ports.carts.view(cartId, login)
  if (cartId === undefined || view === undefined || !isBuyable(view)) {
    // The same form, sent a moment earlier, may hold the cart by now.
    const twin = await findOrder()
    if (twin !== undefined) return reply.redirect(`/shop/orders/${twin.id}`, 303)
    // That an order holds the cart, its page says; what that order charges is not known here.
    return toCart(exchange, view?.state === 'frozen' ? undefined : words.checkout.over)
  }
  const { version: cartVersion, totalCents: shownTotalCents } = view
  const isOf = (cents: number): boolean =>
    ports.checkoutTokens.matches(key, { sessionId, cartId, cartVersion, shownTotalCents: cents })
  if (!isOf(shownTotalCents)) {
    // Prices or lines are not those that the form was made with: shown anew, for consent.
    const before = centsOf(values)
    return again(
      { errors: {}, message: words.checkout.changed },
      // The token proves the total that was shown: then the lines are the same, and prices are not.
      { status: 409, ...(isOf(before) && { shownBeforeCents: before }) }
    )
  }
  const purchase = {
    cartId,
    cartVersion,
    shownTotalCents,
    address: addressOf(values),
    card: cardOf(values)
  }
  try {
    const placed = await placeOrder(ports, purchase, { login, key })
    return await answer(ports, exchange, { placed, values, shownTotalCents })
  } catch (error) {
    const code = isDomainError(error) ? error.code : ''
    const message = words.checkout.cardRefusals[code as keyof typeof words.checkout.cardRefusals]
    if (message === undefined) throw error
    return again({ errors: { cardNumber: message }, message: undefined }, { status: 422 })
  }
}

/** A form that was sent before leads to its order, whatever has become of the cart since. */
function answerAgain(
  ports: WebPorts,
  exchange: Exchange,
  { order, values }: { readonly order: Order; readonly values: Fields }
): FastifyReply | Promise<FastifyReply> {
  const { checkout: words } = wordsOf(localeOf(exchange.request))
  const refusal = order.reason as RefusalReason
  const why = order.state === 'CANCELLED' ? words.refusals[refusal] : undefined
  if (why === undefined) return exchange.reply.redirect(`/shop/orders/${order.id}`, 303)
  const form = {
    values: withoutCard(values),
    errors: {},
    message: `${words.sentBefore} ${why}`
  }
  return sendCheckout(ports, exchange, { form, status: 422, refusal })
}

function answer(
  ports: WebPorts,
  exchange: Exchange,
  told: { readonly placed: Placed; readonly values: Fields; readonly shownTotalCents: number }
): FastifyReply | Promise<FastifyReply> {
  const { placed, values, shownTotalCents } = told
  const words = wordsOf(localeOf(exchange.request))
  switch (placed.kind) {
    case 'order':
      // The cart has become the order; the next thing goes into a new one.
      forgetCart(exchange.request)
      return exchange.reply.redirect(`/shop/orders/${placed.orderId}`, 303)
    case 'refused': {
      const message = words.checkout.refusals[placed.reason]
      const form = { values: withoutCard(values), errors: {}, message }
      const isPrice = placed.reason === 'price-changed'
      return sendCheckout(ports, exchange, {
        form,
        status: isPrice || placed.reason === 'cart-changed' ? 409 : 422,
        refusal: placed.reason,
        ...(isPrice && { shownBeforeCents: shownTotalCents })
      })
    }
    case 'unknown':
      throw placed.sent
        ? new DomainError('ORDER_UNKNOWN', 'the order is being looked up')
        : new DomainError('BILLING_UNAVAILABLE', 'the order was not placed')
  }
  return placed satisfies never
}

/** What there is to say goes along: the cart's page knows nothing of the form. */
function toCart(
  { request, reply }: Pick<Exchange, 'request' | 'reply'>,
  toast?: string
): FastifyReply {
  if (toast !== undefined) updateSession(request, { toast })
  return reply.redirect('/shop/cart', 303)
}

function isBuyable({ valid, items, state }: CartView): boolean {
  return valid && items.length > 0 && state === 'open'
}

function prefilled(addresses: readonly KnownAddress[]): FormState {
  const first = addresses[0]
  if (first === undefined) return { values: {}, errors: {}, message: undefined }
  const { id: address, ...values } = first
  return { values: { ...values, address }, errors: {}, message: undefined }
}

function cardOf(values: Fields): Parameters<typeof placeOrder>[1]['card'] {
  const { cardNumber = '', cardExpiry = '', cardCvc = '' } = values
  return { cardNumber, cardExpiry, cardCvc }
}

function centsOf({ shownTotalCents = '' }: Fields): number {
  return /^\d{1,15}$/.test(shownTotalCents) ? Number(shownTotalCents) : NaN
}

/** Card fields are never sent back. */
function withoutCard(values: Fields): Fields {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !cardFields.includes(name)))
}

function checkoutErrors(
  values: Fields,
  words: ReturnType<typeof wordsOf>
): Readonly<Record<string, string>> {
  const missing = cardFields.filter(name => !values[name]?.trim())
  const card = Object.fromEntries(missing.map(name => [name, words.forms.missing]))
  return { ...addressErrors(values, words), ...card }
}
