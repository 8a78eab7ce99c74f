import { DomainError } from '@microzon/shared/errors'
import { unknownCustomer } from './customer.ts'
import type { CustomerPorts } from './ports.ts'
import { isLive, renewed, tokenExpiryOf } from './session.ts'

export type SessionView = {
  readonly customerId: string
  readonly email: string
  readonly token: string
  readonly tokenExpiresAt: number
}

/** Goes on with a session: a fresh token, and a later end of the session. Throws `SESSION_UNKNOWN`. */
export async function useSession(ports: CustomerPorts, sessionId: string): Promise<SessionView> {
  const { customers, tokens, clock } = ports
  const now = clock()
  const found = await customers.findSession(tokens.referenceOf(sessionId))
  if (found === undefined || !isLive(found.session, now)) {
    throw new DomainError('SESSION_UNKNOWN', 'there is no such session')
  }
  const later = renewed(found.session, now)
  if (later !== undefined) await ports.renewSession(later)
  const session = later ?? found.session
  const { id: customerId, email } = found.customer
  const tokenExpiresAt = tokenExpiryOf(session, now)
  return { customerId, email, token: tokens.sign(session, tokenExpiresAt), tokenExpiresAt }
}

/** Nothing happens when it is over already. */
export async function endSession(
  { transact, tokens }: CustomerPorts,
  sessionId: string
): Promise<void> {
  await transact(store => store.deleteSession(tokens.referenceOf(sessionId)))
}

export type Owner = { readonly customerId: string; readonly sessionReference: string }

/**
 * Lets only the customer of that id in, and only while the session of the token lives. Throws
 * `CUSTOMER_UNKNOWN` for somebody else, as for one that does not exist, and `SESSION_ENDED`.
 */
export async function assertOwner(
  { customers, clock }: Pick<CustomerPorts, 'customers' | 'clock'>,
  owner: Owner,
  customerId: string
): Promise<void> {
  if (owner.customerId !== customerId) throw unknownCustomer()
  const found = await customers.findSession(owner.sessionReference)
  const isTheirs = found?.customer.id === customerId && isLive(found.session, clock())
  if (!isTheirs) throw new DomainError('SESSION_ENDED', 'the session is over: log in again')
}
