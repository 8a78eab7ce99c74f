import { pino } from 'pino'

/**
 * Names whose values never reach a log, at the top of a line and one and two levels below. Bodies
 * are left out as a whole by the serializers, so that a field which nobody thought of cannot slip
 * through inside one.
 */
export const redactedPaths: readonly string[] = [
  'password',
  'passwordRepeat',
  'newPassword',
  'newPasswordRepeat',
  'passwordHash',
  'secret',
  'apiKey',
  'token',
  'customerToken',
  'serviceToken',
  'checkoutToken',
  'cardToken',
  'csrfToken',
  'sessionId',
  'cookie',
  'authorization',
  'cardNumber',
  'cardCvc',
  'cardExpiry'
]
  .flatMap(name => [name, `*.${name}`, `*.*.${name}`])
  .concat(
    ['["set-cookie"]', '["x-customer-token"]', '["x-service-token"]'].flatMap(name => [
      name,
      `*${name}`,
      `*.*${name}`
    ])
  )

/** What is left of the things that people like to log whole. */
export const serializers = {
  body: leaveOut,
  payload: leaveOut,
  form: leaveOut,
  headers: leaveOut,
  req: summarizeRequest,
  res: summarizeResponse,
  err: summarizeError,
  error: summarizeError
}

function leaveOut(): string {
  return '[left out]'
}

/** Method and path; the query may hold what people typed. */
function summarizeRequest(value: unknown): object {
  const { method, url } = asRecord(value)
  return { method, path: typeof url === 'string' ? url.split('?', 1)[0] : undefined }
}

function summarizeResponse(value: unknown): object {
  return { status: asRecord(value)['statusCode'] }
}

/**
 * Type, code, message and stack, and the same of its cause. Other fields of an error may hold a
 * request or a row.
 */
function summarizeError(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { type, message, stack } = pino.stdSerializers.err(value)
  const { code } = asRecord(value)
  return {
    type,
    message: message.slice(0, 2000),
    ...(typeof code === 'string' ? { code } : {}),
    stack: stack?.slice(0, 8000)
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
