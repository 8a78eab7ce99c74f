import { DomainError } from '@microzon/shared/errors'
import { assertPassword, normalizeEmail, type Credentials } from './customer.ts'
import type { CustomerPorts, CustomerStore } from './ports.ts'
import { registrationCounter } from './throttle.ts'
import { throttled } from './throttled.ts'

/**
 * What a new customer is, ready to be stored: hashing takes too long for a transaction. Throws
 * `EMAIL_INVALID`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`, `REGISTRATION_THROTTLED` or `BUSY`.
 */
export async function prepareRegistration(
  { counters, limits, passwords, tokens, clock }: CustomerPorts,
  form: { readonly email: string; readonly password: string; readonly clientAddress: string }
): Promise<Credentials> {
  const email = normalizeEmail(form.email)
  assertPassword(form.password)
  const counter = registrationCounter(limits, form.clientAddress)
  const waitMs = await counters.take([counter], clock())
  if (waitMs !== undefined) throw throttled('REGISTRATION_THROTTLED', waitMs)
  const customer = { id: tokens.createCustomerId(), email }
  return { customer, passwordHash: await passwords.hash(form.password) }
}

/** Throws `EMAIL_TAKEN`. */
export async function register(store: CustomerStore, credentials: Credentials): Promise<string> {
  if (!(await store.insert(credentials))) {
    throw new DomainError('EMAIL_TAKEN', 'this e-mail address has an account')
  }
  return credentials.customer.id
}
