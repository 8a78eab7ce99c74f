/** What a person is told in one sentence that says what to do; the process then ends with `exitCode`. */
export class Failure extends Error {
  readonly exitCode: number

  constructor(
    message: string,
    options: { readonly exitCode?: number; readonly cause?: unknown } = {}
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'Failure'
    this.exitCode = options.exitCode ?? 1
  }
}

/** The code of a system error, such as `EADDRINUSE`, or nothing. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
