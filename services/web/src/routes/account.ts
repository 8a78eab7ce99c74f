import { isDomainError } from '@microzon/shared/errors'
import { createId, type Service } from '@microzon/shared/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Login } from '../domain/customers.ts'
import { accountPage } from '../views/account.ts'
import type { FormState } from '../views/models.ts'
import { wordsOf } from '../views/words/index.ts'
import { addressErrors, addressOf } from './address-form.ts'
import { clientAddressOf, fieldsOf, isFresh, requireFresh } from './forms.ts'
import { frameOf, localeOf, sendPage } from './frame.ts'
import { requireLogin } from './login-state.ts'
import type { WebPorts } from './ports.ts'
import { emptyForm } from './product.ts'
import { sessionOf, updateSession } from './session.ts'

/**
 * The account: addresses and password. All of it asks the customer service whether the session
 * still holds.
 */
export function accountRoutes(app: Service, ports: WebPorts): void {
  const { customers } = ports
  app.get('/user/account', async (request, reply) => {
    const login = await requireLogin(request, customers)
    return sendAccount(ports, { request, reply, login })
  })
  app.post('/user/addresses', (request, reply) => addAddress(ports, request, reply))
  app.post('/user/addresses/remove', async (request, reply) => {
    requireFresh(request)
    const login = await requireLogin(request, customers)
    await customers.removeAddress(login, fieldsOf(request)['address'] ?? '')
    updateSession(request, { toast: wordsOf(localeOf(request)).account.addressRemoved })
    return reply.redirect('/user/account', 303)
  })
  app.post('/user/password', (request, reply) => changePassword(ports, request, reply))
}

type Exchange = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly login: Login
}

async function sendAccount(
  ports: WebPorts,
  { request, reply, login }: Exchange,
  told: {
    readonly addressForm?: FormState
    readonly passwordForm?: FormState
    readonly status?: number
  } = {}
): Promise<FastifyReply> {
  const { addressForm = emptyForm, passwordForm = emptyForm, status } = told
  const [frame, addresses] = await Promise.all([
    frameOf(request, ports),
    ports.customers.addresses(login)
  ])
  const email = sessionOf(request).login?.email ?? ''
  return sendPage(
    reply,
    accountPage(frame, { email, addresses, addressForm, passwordForm }),
    status
  )
}

async function addAddress(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const login = await requireLogin(request, ports.customers)
  const words = wordsOf(localeOf(request))
  const values = fieldsOf(request)
  const again = (form: Omit<FormState, 'values'>, status: number): Promise<FastifyReply> =>
    sendAccount(ports, { request, reply, login }, { addressForm: { values, ...form }, status })
  if (!isFresh(request)) return again({ errors: {}, message: words.forms.stale }, 403)
  const errors = addressErrors(values, words)
  if (Object.keys(errors).length > 0) return again({ errors, message: undefined }, 422)
  try {
    await ports.customers.addAddress(login, addressOf(values), createId())
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'ADDRESS_LIMIT') throw error
    return again({ errors: {}, message: words.account.addressLimit }, 409)
  }
  updateSession(request, { toast: words.account.addressAdded })
  return reply.redirect('/user/account', 303)
}

async function changePassword(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const login = await requireLogin(request, ports.customers)
  const words = wordsOf(localeOf(request))
  const { password = '', newPassword = '', newPasswordRepeat = '' } = fieldsOf(request)
  const again = (
    errors: FormState['errors'],
    { status, message }: { readonly status: number; readonly message?: string }
  ): Promise<FastifyReply> => {
    const passwordForm = { values: {}, errors, message }
    return sendAccount(ports, { request, reply, login }, { passwordForm, status })
  }
  if (!isFresh(request)) return again({}, { status: 403, message: words.forms.stale })
  if (newPassword !== newPasswordRepeat) {
    return again({ newPasswordRepeat: words.user.repeatDiffers }, { status: 422 })
  }
  try {
    const change = { password, newPassword, clientAddress: clientAddressOf(request) }
    await ports.customers.changePassword(login, change)
  } catch (error) {
    const code = isDomainError(error) ? error.code : ''
    const message = words.user.refusals[code as keyof typeof words.user.refusals]
    if (message === undefined) throw error
    if (code === 'LOGIN_THROTTLED') return again({}, { status: 429, message })
    return again(
      { [code === 'PASSWORD_WRONG' ? 'password' : 'newPassword']: message },
      { status: 422 }
    )
  }
  updateSession(request, { toast: words.account.passwordChanged })
  return reply.redirect('/user/account', 303)
}
