import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a checkout form was made for. */
export type CheckoutSubject = {
  /** The browser's session, not the login: a form belongs to who has seen it. */
  readonly sessionId: string
  readonly cartId: string
  readonly cartVersion: number
  readonly shownTotalCents: number
}

/** Makes and checks the token of a checkout form. It is also the idempotency key of the order. */
export type CheckoutTokens = {
  sign(subject: CheckoutSubject): string
  matches(token: string, subject: CheckoutSubject): boolean
}

/**
 * A MAC over session, cart, version and shown total, so that a reload, the back button, a double
 * click and a second tab all send the same key, and a changed cart or price another one.
 */
export function createCheckoutTokens(secret: string): CheckoutTokens {
  const sign = ({ sessionId, cartId, cartVersion, shownTotalCents }: CheckoutSubject): string =>
    createHmac('sha256', `checkout ${secret}`)
      .update(`${sessionId}|${cartId}|${cartVersion}|${shownTotalCents}`)
      .digest('base64url')
  return {
    sign,
    matches(token, subject) {
      const [given, expected] = [Buffer.from(token), Buffer.from(sign(subject))]
      return given.length === expected.length && timingSafeEqual(given, expected)
    }
  }
}
