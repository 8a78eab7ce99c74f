import { canonicalEmail, type Credentials } from './customer.ts'
import type { CustomerPorts } from './ports.ts'
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
 * Begins a session, or nothing when the e-mail address or the password is wrong: which of them cannot be told, neither
 * from the answer nor from its time. Throws `LOGIN_THROTTLED` or `BUSY`.
 */
export async function logIn(
  ports: CustomerPorts,
  form: { readonly email: string; readonly password: string; readonly clientAddress: string }
): Promise<LoggedIn | undefined> {
  const email = canonicalEmail(form.email)
  const { clientAddress } = form
  const counters = await countTry(ports, { account: email, clientAddress })
  const credentials = await ports.customers.findCredentials({ email })
  const isRight = await ports.passwords.verify(form.password, credentials?.passwordHash)
  if (!isRight || credentials === undefined) return undefined
  return beginSession(ports, credentials, counters)
}

/** Counts a try to prove a password, before it is made. Throws `LOGIN_THROTTLED`. */
export async function countTry(
  { counters, limits, clock }: Pick<CustomerPorts, 'counters' | 'limits' | 'clock'>,
  who: { readonly account: string; readonly clientAddress: string }
): Promise<LoginCounters> {
  const counted = loginCounters(limits, who)
  const { pair, account, address } = counted
  const waitMs = await counters.take([pair, account, address], clock())
  if (waitMs !== undefined) throw throttled('LOGIN_THROTTLED', waitMs)
  return counted
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
    await store.clear(counters.pair)
    await store.refund([counters.account, counters.address])
    return true
  })
  if (!isStill) return undefined
  const tokenExpiresAt = tokenExpiryOf(session, now)
  const token = tokens.sign(session, tokenExpiresAt)
  return { customerId: customer.id, sessionId, token, tokenExpiresAt }
}
