import { DomainError } from '@microzon/shared/errors'

/** A refusal that says when to come back. */
export function throttled(
  code: 'LOGIN_THROTTLED' | 'REGISTRATION_THROTTLED',
  waitMs: number
): DomainError {
  return new DomainError(code, 'too many tries', {
    details: { retryAfterSeconds: Math.ceil(waitMs / 1000) }
  })
}
