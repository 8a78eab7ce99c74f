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
 * caller `expects` it; everything else means to the shop that the service is away.
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
  const why = result.kind === 'business' ? result.code : result.kind
  throw new DomainError(away, `no answer: ${why}`)
}
