import { path, type ServiceClient } from '@microzon/shared/client'
import { Type } from 'typebox'
import type { Customers, Login } from '../domain/customers.ts'
import { unwrap } from './unwrap.ts'

const id = Type.String({ minLength: 1, maxLength: 128 })
const token = Type.String({ maxLength: 512 })
const loginAnswer = Type.Object({
  successful: Type.Boolean(),
  customerId: Type.Optional(id),
  sessionId: Type.Optional(id),
  token: Type.Optional(token),
  tokenExpiresAt: Type.Optional(Type.Integer())
})
const sessionAnswer = Type.Object({
  customerId: id,
  email: Type.String({ maxLength: 254 }),
  token,
  tokenExpiresAt: Type.Integer()
})
const line = Type.String({ maxLength: 200 })
const addresses = Type.Object({
  addresses: Type.Array(
    Type.Object({ id, name: line, street: line, postalCode: line, city: line, country: line }),
    { maxItems: 100 }
  )
})

/** A login costs a password hash, and may wait for its turn. */
const passwordMs = 3_000
const away = 'CUSTOMER_UNAVAILABLE'
const passwordCodes = ['PASSWORD_TOO_SHORT', 'PASSWORD_TOO_LONG']

/** The customer service over HTTP. */
export function createCustomerClient(client: ServiceClient): Customers {
  return {
    async register(credentials, key) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /registration',
        path: '/registration',
        body: credentials,
        idempotencyKey: key,
        deadlineMs: passwordMs,
        attemptMs: passwordMs
      })
      unwrap(result, away, [
        'EMAIL_TAKEN',
        'EMAIL_INVALID',
        'REGISTRATION_THROTTLED',
        ...passwordCodes
      ])
    },
    async logIn(credentials) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /login',
        path: '/login',
        body: credentials,
        deadlineMs: passwordMs,
        attemptMs: passwordMs,
        answer: loginAnswer
      })
      return loginOf(unwrap(result, away, ['LOGIN_THROTTLED']))
    },
    async resume(sessionId) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /sessions/:id',
        path: path`/sessions/${sessionId}`,
        answer: sessionAnswer
      })
      if (result.kind === 'business' && result.status === 404) return undefined
      return { ...unwrap(result, away), sessionId }
    },
    async logOut(sessionId) {
      const result = await client.call({
        method: 'DELETE',
        operation: 'DELETE /sessions/:id',
        path: path`/sessions/${sessionId}`
      })
      unwrap(result, away)
    },
    ...createAccountCalls(client)
  }
}

function createAccountCalls(
  client: ServiceClient
): Pick<Customers, 'addresses' | 'addAddress' | 'removeAddress' | 'changePassword'> {
  return {
    async addresses({ customerId, token: customerToken }) {
      const result = await client.call({
        method: 'GET',
        operation: 'GET /customers/:id/addresses',
        path: path`/customers/${customerId}/addresses`,
        customerToken,
        answer: addresses
      })
      return unwrap(result, away, ['SESSION_ENDED']).addresses
    },
    async addAddress({ customerId, token: customerToken }, address, key) {
      const result = await client.call({
        method: 'POST',
        operation: 'POST /customers/:id/addresses',
        path: path`/customers/${customerId}/addresses`,
        customerToken,
        body: address,
        idempotencyKey: key
      })
      unwrap(result, away, ['ADDRESS_LIMIT', 'SESSION_ENDED'])
    },
    async removeAddress({ customerId, token: customerToken }, addressId) {
      const result = await client.call({
        method: 'DELETE',
        operation: 'DELETE /customers/:id/addresses/:addressId',
        path: path`/customers/${customerId}/addresses/${addressId}`,
        customerToken
      })
      // One that is gone already is what was asked for.
      if (result.kind === 'business' && result.status === 404) return
      unwrap(result, away, ['SESSION_ENDED'])
    },
    async changePassword({ customerId, token: customerToken }, change) {
      const result = await client.call({
        method: 'PUT',
        operation: 'PUT /customers/:id/password',
        path: path`/customers/${customerId}/password`,
        customerToken,
        body: change,
        deadlineMs: passwordMs,
        attemptMs: passwordMs
      })
      unwrap(result, away, ['PASSWORD_WRONG', 'LOGIN_THROTTLED', 'SESSION_ENDED', ...passwordCodes])
    }
  }
}

function loginOf(answer: {
  readonly successful: boolean
  readonly customerId?: string
  readonly sessionId?: string
  readonly token?: string
  readonly tokenExpiresAt?: number
}): Login | undefined {
  const { successful, customerId, sessionId, token: signed, tokenExpiresAt } = answer
  if (!successful || !customerId || !sessionId || !signed || !tokenExpiresAt) return undefined
  return { customerId, sessionId, token: signed, tokenExpiresAt }
}
