const dayMs = 24 * 60 * 60_000

const lifeMs = 30 * dayMs
const idleMs = 7 * dayMs
const renewMs = 60 * 60_000
const tokenMs = 15 * 60_000

/** At most so many sessions of one customer; with one more the one that ends first is over. */
export const sessionsMax = 1_000

/**
 * `reference` is a hash of the session's id. It is what the store and the customer's tokens hold:
 * whoever reads either cannot go on with the session.
 */
export type Session = {
  readonly reference: string
  readonly customerId: string
  readonly createdAt: number
  /** 7 days after its last use, 30 days after its beginning. */
  readonly expiresAt: number
}

export function createSession(reference: string, customerId: string, now: number): Session {
  return { reference, customerId, createdAt: now, expiresAt: now + idleMs }
}

export function isLive(session: Session, now: number): boolean {
  return now < session.expiresAt
}

/** When the session ends after a use at this time; nothing when that is not worth a write. */
export function renewed(session: Session, now: number): Session | undefined {
  const expiresAt = Math.min(session.createdAt + lifeMs, now + idleMs)
  return expiresAt - session.expiresAt >= renewMs ? { ...session, expiresAt } : undefined
}

/** A token outlives neither 15 minutes nor its session. */
export function tokenExpiryOf(session: Session, now: number): number {
  return Math.min(now + tokenMs, session.expiresAt)
}
