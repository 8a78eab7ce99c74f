/**
 * A caller's mistake or a rule of the business, told by a stable code such as `CART_ITEM_LIMIT`.
 * The service's `app.ts` maps the code to a status; any other error is our fault and becomes 500.
 *
 * `details` are sent to the caller: facts only, never secrets.
 */
export class DomainError extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(
    code: string,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {}
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'DomainError'
    this.code = code
    this.details = options.details
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError
}
