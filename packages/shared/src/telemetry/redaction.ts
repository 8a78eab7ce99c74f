import { pino } from 'pino'

/**
 * Names whose values pino leaves out, at the top of a line and one and two levels below, and of
 * what is put into a message. Bodies are left out as a whole by the serializers, so that a field
 * which nobody thought of cannot slip through inside one. `redactLine` stands behind both.
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

/**
 * A line of JSON without the values of such names, at any depth and however they are spelled, and
 * without bodies below its top. Works on the text: what is nested without end overflows no stack,
 * and no digit of a large number is lost.
 */
export function redactLine(line: string): string {
  return replaceValues(replaceValues(line, secret, '"[redacted]"'), whole, '"[left out]"')
}

function replaceValues(line: string, key: RegExp, replacement: string): string {
  let safe = ''
  let done = 0
  for (const { 0: found, index } of line.matchAll(key)) {
    const from = index + found.length
    if (from < done) continue
    safe += line.slice(done, from) + replacement
    done = endOfValue(line, from)
  }
  return done === 0 ? line : safe + line.slice(done)
}

/** A value ends where the next one, or the end of what holds both, is marked. */
function endOfValue(line: string, from: number): number {
  let depth = 0
  let isText = false
  mark.lastIndex = from
  for (let found = mark.exec(line); found !== null; found = mark.exec(line)) {
    const [text] = found
    if (text === '"') isText = !isText
    else if (isText) continue
    else if (text === '{' || text === '[') depth++
    else if (depth === 0) return found.index
    else if (text !== ',') depth--
  }
  return line.length
}

// A quotation mark within a text is escaped, so that only a key is followed by one and a colon.
const names = [
  'password(?:[-_]?(?:repeat|hash))?',
  'secret|token|cookie|authorization|csrf',
  '(?:api|private)[-_]?key',
  'session[-_]?id',
  'card[-_]?(?:number|cvc|expiry)'
]
const secret = new RegExp(String.raw`"[^"\\]{0,60}(?:${names.join('|')})":`, 'gi')
const whole = /"(?:body|payload|form|headers)":/gi
const mark = /\\.|["{}[\],]/g

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
