import { canonicalEmail, type Credentials } from './customer.ts'
import type { CustomerPorts, CustomerStore } from './ports.ts'
import { createSession, sessionsMax, tokenExpiryOf } from './session.ts'
import { loginCounters, type LoginCounters } from './throttle.ts'
import { throttled } from './throttled.ts'

export type LoggedIn = {
  readonly customerId: string
  readonly sessionId: string
  readonly token: string
  readonly tokenExpiresAt: number
}

/**
 * Begins a session, or nothing when the e-mail address or the password is wrong: which of them
 * cannot be told, neither from the answer nor from its time. Throws `LOGIN_THROTTLED` or `BUSY`.
 */
export async function logIn(
  ports: CustomerPorts,
  form: { readonly email: string; readonly password: string; readonly clientAddress: string }
): Promise<LoggedIn | undefined> {
  const email = canonicalEmail(form.email)
  const credentials = await ports.customers.findCredentials({ email })
  const who = { account: email, clientAddress: form.clientAddress }
  const { isRight, counters } = await tryPassword(ports, who, () =>
    ports.passwords.verify(form.password, credentials?.passwordHash)
  )
  if (!isRight || credentials === undefined) return undefined
  return beginSession(ports, credentials, counters)
}

export type Tried = { readonly isRight: boolean; readonly counters: LoginCounters }

/**
 * Tries to prove a password. The try counts before it is made, and stays counted until `forgive`;
 * one that could not be made does not count. Throws `LOGIN_THROTTLED`, and what `prove` throws.
 */
export async function tryPassword(
  ports: Pick<CustomerPorts, 'counters' | 'limits' | 'clock' | 'transact'>,
  who: { readonly account: string; readonly clientAddress: string },
  prove: () => Promise<boolean>
): Promise<Tried> {
  const counters = loginCounters(ports.limits, who)
  const { pair, account, address } = counters
  const waitMs = await ports.counters.take([pair, account, address], ports.clock())
  if (waitMs !== undefined) throw throttled('LOGIN_THROTTLED', waitMs)
  try {
    return { isRight: await prove(), counters }
  } catch (error) {
    await ports.transact(store => store.forgive({ one: [pair, account, address], all: [] }))
    throw error
  }
}

/** Forgets the tries of somebody who has proven to be the customer. */
export function forgive(
  store: CustomerStore,
  { pair, account, address }: LoginCounters
): Promise<void> {
  return store.forgive({ one: [account, address], all: [pair] })
}

async function beginSession(
  { transact, tokens, clock }: CustomerPorts,
  { customer, passwordHash }: Credentials,
  counters: LoginCounters
): Promise<LoggedIn | undefined> {
  const { id: sessionId, reference } = tokens.createSessionId()
  const now = clock()
  const session = createSession(reference, customer.id, now)
  const isStill = await transact(async store => {
    // A password that was changed in this very moment ends all sessions, so it must not begin one.
    if ((await store.lock(customer.id))?.passwordHash !== passwordHash) return false
    await store.insertSession(session, sessionsMax)
    await forgive(store, counters)
    return true
  })
  if (!isStill) return undefined
  const tokenExpiresAt = tokenExpiryOf(session, now)
  const token = tokens.sign(session, tokenExpiresAt)
  return { customerId: customer.id, sessionId, token, tokenExpiresAt }
}
