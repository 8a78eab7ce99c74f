import { isDomainError } from '@microzon/shared/errors'
import type { Service } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Login } from '../domain/customers.ts'
import { keyOf } from '../domain/keys.ts'
import { loginPage } from '../views/login.ts'
import { registrationPage } from '../views/registration.ts'
import { wordsOf } from '../views/words/index.ts'
import { bringCart } from './bring-cart.ts'
import {
  clientAddressOf,
  fieldsOf,
  isFresh,
  nextLengthMax,
  requireFresh,
  safeNext
} from './forms.ts'
import { frameOf, localeOf, sendPage } from './frame.ts'
import type { WebPorts } from './ports.ts'
import { emptyForm } from './product.ts'
import { renewSession, sessionOf } from './session.ts'

const nextQuery = Type.Object({ next: Type.Optional(Type.String({ maxLength: nextLengthMax })) })

/** Registration, login and logout. */
export function userRoutes(app: Service, ports: WebPorts): void {
  const { customers } = ports
  app.get('/user/login', { schema: { querystring: nextQuery } }, async (request, reply) => {
    const model = { form: emptyForm, next: safeNext(request.query.next) }
    return sendPage(reply, loginPage(await frameOf(request, ports), model))
  })
  app.get('/user/registration', { schema: { querystring: nextQuery } }, async (request, reply) => {
    const model = { form: emptyForm, next: safeNext(request.query.next) }
    return sendPage(reply, registrationPage(await frameOf(request, ports), model))
  })
  app.post('/user/login', (request, reply) => logIn(ports, { request, reply }))
  app.post('/user/registration', (request, reply) => register(ports, { request, reply }))
  app.post('/user/logout', async (request, reply) => {
    requireFresh(request)
    const { login, cartId, isCartPending } = sessionOf(request)
    const toast = wordsOf(localeOf(request)).user.loggedOut
    try {
      // First the session itself, which a copied cookie would still open; then the cookie.
      if (login !== undefined) await customers.logOut(login.sessionId)
    } finally {
      // Whoever leaves a computer that others use leaves it, also while the customer service is away.
      // What was not brought along yet is still the guest's, and no other cookie leads to it.
      renewSession(request, {
        cartId: isCartPending ? cartId : undefined,
        login: undefined,
        toast
      })
    }
    return reply.redirect('/shop', 303)
  })
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply }

async function logIn(ports: WebPorts, { request, reply }: Exchange): Promise<FastifyReply> {
  const { email = '', password = '', next } = fieldsOf(request)
  const words = wordsOf(localeOf(request))
  const again = async (message: string, status: number): Promise<FastifyReply> => {
    const form = { values: { email }, errors: {}, message }
    const model = { form, next: safeNext(next) }
    return sendPage(reply, loginPage(await frameOf(request, ports), model), status)
  }
  if (!isFresh(request)) return again(words.forms.stale, 403)
  try {
    const login = await ports.customers.logIn({
      email,
      password,
      clientAddress: clientAddressOf(request)
    })
    if (login === undefined) return await again(words.user.wrong, 422)
    await enter(ports, request, { ...login, email: email.trim().toLowerCase() })
    return reply.redirect(safeNext(next), 303)
  } catch (error) {
    if (isDomainError(error) && error.code === 'LOGIN_THROTTLED')
      return again(words.user.throttled, 429)
    throw error
  }
}

async function register(ports: WebPorts, { request, reply }: Exchange): Promise<FastifyReply> {
  const { email = '', password = '', passwordRepeat = '', next } = fieldsOf(request)
  const words = wordsOf(localeOf(request))
  const again = async (
    errors: Readonly<Record<string, string>>,
    { status, message }: { readonly status: number; readonly message?: string }
  ): Promise<FastifyReply> => {
    const form = { values: { email }, errors, message }
    const model = { form, next: safeNext(next) }
    return sendPage(reply, registrationPage(await frameOf(request, ports), model), status)
  }
  if (!isFresh(request)) return again({}, { status: 403, message: words.forms.stale })
  if (password !== passwordRepeat)
    return again({ passwordRepeat: words.user.repeatDiffers }, { status: 422 })
  const credentials = { email, password, clientAddress: clientAddressOf(request) }
  try {
    // Under a key of this form, so that a second click does not find its own address taken.
    await ports.customers.register(
      credentials,
      keyOf('register', sessionOf(request).id, email, password)
    )
    const login = await ports.customers.logIn(credentials)
    if (login !== undefined)
      await enter(ports, request, { ...login, email: email.trim().toLowerCase() })
    return reply.redirect(login === undefined ? '/user/login' : safeNext(next), 303)
  } catch (error) {
    const code = isDomainError(error) ? error.code : ''
    const field = fieldOf[code]
    const message = words.user.refusals[code as keyof typeof words.user.refusals]
    if (message === undefined) throw error
    if (field === undefined) return again({}, { status: 429, message })
    return again({ [field]: message }, { status: 422 })
  }
}

const fieldOf: Readonly<Record<string, string>> = {
  EMAIL_TAKEN: 'email',
  EMAIL_INVALID: 'email',
  PASSWORD_TOO_SHORT: 'password',
  PASSWORD_TOO_LONG: 'password'
}

/** Brings the guest's cart along and begins a new session of the browser. */
async function enter(
  { carts }: WebPorts,
  request: FastifyRequest,
  login: Login & { readonly email: string }
): Promise<void> {
  const { cartId, isCartPending, login: before } = sessionOf(request)
  // A cart that is a customer's already is not brought along by another one.
  const guestCartId = before === undefined || isCartPending ? cartId : undefined
  const { change } = await bringCart(carts, request, { login, guestCartId })
  const { toast = wordsOf(localeOf(request)).user.welcome } = change
  renewSession(request, { ...change, login, toast })
}
