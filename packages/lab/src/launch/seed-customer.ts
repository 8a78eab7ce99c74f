import { createServiceTokens } from '@microzon/shared/tokens'
import { demoEmail } from './demo.ts'
import { Failure } from '../runtime/failure.ts'
import { httpCall, parseJson, type HttpAnswer } from '../runtime/http-call.ts'

const address = {
  name: 'Ada Lovelace',
  street: '12 St James’s Square',
  postalCode: 'SW1Y 4LB',
  city: 'London',
  country: 'GB'
}
// A machine that has only just written all the packages to its disk may take its time.
const timeoutMs = 20_000
const triesMax = 3

/**
 * Makes the demo customer with an address, through the routes that everybody uses, so that a first
 * order takes four clicks. What exists already is left as it is. Throws a `Failure` when the
 * customer service does not do it.
 */
export async function seedCustomer(options: SeedCustomerOptions): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryToSeed(options)
    } catch (error) {
      if (tries < triesMax && !options.signal.aborted) continue
      const reason = error instanceof Error ? error.message : String(error)
      throw new Failure(`The demo customer could not be made: ${reason}`, { cause: error })
    }
  }
}

export type SeedCustomerOptions = {
  /** Of the customer service. */
  readonly url: string
  readonly serviceSecret: string
  readonly password: string
  readonly signal: AbortSignal
}

async function tryToSeed({
  url,
  serviceSecret: secret,
  password
}: SeedCustomerOptions): Promise<void> {
  const tokens = createServiceTokens({ secret, name: 'web', clock: Date.now })
  const call = ({ path, body, headers }: Call): Promise<HttpAnswer> =>
    httpCall({
      url: `${url}${path}`,
      method: body === undefined ? 'GET' : 'POST',
      body,
      timeoutMs,
      headers: { authorization: `Bearer ${tokens.sign('customer')}`, ...headers }
    })
  const credentials = { email: demoEmail, password }
  await call({ path: '/registration', headers: keyOf('seed-registration'), body: credentials })
  const login = fieldsOf(await call({ path: '/login', body: credentials }), 200)
  // Somebody has given her another password: she is not ours any more.
  if (login['successful'] !== true) return
  const headers = { 'x-customer-token': String(login['token']) }
  const path = `/customers/${String(login['customerId'])}/addresses`
  const { addresses } = fieldsOf(await call({ path, headers }), 200)
  if (Array.isArray(addresses) && addresses.length > 0) return
  const keyed = { ...headers, ...keyOf('seed-address-0001') }
  fieldsOf(await call({ path, headers: keyed, body: address }), 201)
}

type Call = {
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The same at every try, so that an answer that got lost makes no second address. */
function keyOf(text: string): Readonly<Record<string, string>> {
  return { 'idempotency-key': text }
}

function fieldsOf(
  { status, text }: HttpAnswer,
  expected: number
): Readonly<Record<string, unknown>> {
  if (status !== expected)
    throw new Error(`the customer service answers ${status}: ${text.slice(0, 200)}`)
  const body = parseJson(text)
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}
