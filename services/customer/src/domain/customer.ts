import { DomainError } from '@microzon/shared/errors'

export type Customer = {
  readonly id: string
  /** In lower case. */
  readonly email: string
}

/** What a customer proves to be one with. */
export type Credentials = { readonly customer: Customer; readonly passwordHash: string }

export const emailLengthMax = 254
export const passwordLengthMin = 10
export const passwordLengthMax = 128

/**
 * An e-mail address in the one form that it is kept and looked up in. Only its shape is looked at:
 * what is true of an address is known to its mail server alone. Throws `EMAIL_INVALID`.
 */
export function normalizeEmail(text: string): string {
  const email = canonicalEmail(text)
  if (email.length > emailLengthMax || !shape.test(email)) {
    throw new DomainError('EMAIL_INVALID', 'this is not an e-mail address')
  }
  return email
}

/** The same for a login, where a malformed address is not told apart from one that nobody has. */
export function canonicalEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

/** 10 to 128 characters of any kind. Throws `PASSWORD_TOO_SHORT` or `PASSWORD_TOO_LONG`. */
export function assertPassword(password: string): void {
  const length = Array.from(password).length
  if (length < passwordLengthMin) {
    throw new DomainError('PASSWORD_TOO_SHORT', `a password has ${passwordLengthMin} characters`, {
      details: { passwordLengthMin }
    })
  }
  if (length > passwordLengthMax) {
    throw new DomainError('PASSWORD_TOO_LONG', `a password has at most ${passwordLengthMax}`, {
      details: { passwordLengthMax }
    })
  }
}

export function unknownCustomer(): DomainError {
  return new DomainError('CUSTOMER_UNKNOWN', 'there is no such customer')
}

const shape = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@.\p{Cc}]+$/u
