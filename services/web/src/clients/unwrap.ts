import type { CallResult } from '@microzon/shared/client'
import { DomainError } from '@microzon/shared/errors'

/** The shop's own code for a service that gives no answer: a part of the shop that is away. */
export type UnavailableCode =
  | 'PRODUCT_UNAVAILABLE'
  | 'CUSTOMER_UNAVAILABLE'
  | 'CART_UNAVAILABLE'
  | 'BILLING_UNAVAILABLE'
  | 'PAYMENT_UNAVAILABLE'

/**
 * The body of an answer. A refusal by a rule of the business is thrown under its own code where the
 * caller `expects` it; input that cannot be read is the browser's mistake, `INPUT_REFUSED`;
 * everything else means to the shop that the service is away.
 */
export function unwrap<Body>(
  result: CallResult<Body>,
  away: UnavailableCode,
  expects: readonly string[] = []
): Body {
  if (result.kind === 'answered') return result.body
  if (result.kind === 'business' && expects.includes(result.code)) {
    const { title, details } = result.problem
    throw new DomainError(result.code, title, details ? { details } : {})
  }
  const why = whyOf(result)
  throw isUnreadable(result)
    ? new DomainError('INPUT_REFUSED', `a service could not read what was sent: ${why}`)
    : new DomainError(away, `no answer: ${why}`)
}

function whyOf(result: Exclude<CallResult<unknown>, { readonly kind: 'answered' }>): string {
  if (result.kind === 'business') return result.code
  return result.kind === 'technical' ? result.reason : result.kind
}

/**
 * Whether the service has refused a request unread, as too long, too large or of another form: surely
 * nothing has come of it.
 */
export function isUnreadable(result: CallResult<unknown>): boolean {
  if (result.kind !== 'business') return false
  const { code } = result
  return code === 'VALIDATION_FAILED' || code === 'PAYLOAD_TOO_LARGE' || code === 'BAD_REQUEST'
}
