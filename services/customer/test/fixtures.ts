import { createPrivateKey, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { openDatabase, type Database } from '@microzon/shared/store'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import { createApp } from '../src/app.ts'
import { createTokens } from '../src/crypto/session-tokens.ts'
import type { Passwords } from '../src/domain/ports.ts'
import { defaultLimits, type Limits } from '../src/domain/throttle.ts'
import { createCustomerDatabase, type CustomerDatabase } from '../src/store/customer-database.ts'
import type { CustomerSchema } from '../src/store/schema.ts'

export const password = 'correct horse battery'
export const address = {
  name: 'Ada Lovelace',
  street: "12 St James's Square",
  postalCode: 'SW1Y 4JH',
  city: 'London',
  country: 'GB'
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export type Request = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly body?: unknown
  /** A customer's token. */
  readonly token?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type LoggedIn = {
  readonly customerId: string
  readonly sessionId: string
  readonly token: string
}

export type Office = {
  readonly runtime: TestRuntime
  readonly app: ReturnType<typeof createApp>
  readonly clock: { now: number }
  readonly passwords: FakePasswords
  readonly store: CustomerDatabase
  readonly database: Database<CustomerSchema>
  /** Sends a request as web does; every POST has a key of its own unless told. */
  send(request: Request): Promise<Reply>
  register(email: string, fields?: Readonly<Record<string, unknown>>): Promise<Reply>
  logIn(email: string, fields?: Readonly<Record<string, unknown>>): Promise<Reply>
  /** Registers and logs in. */
  join(email?: string): Promise<LoggedIn>
}

export type FakePasswords = Passwords & {
  /** What was asked, in order: whether a hash was there. */
  readonly asked: { readonly known: boolean }[]
}

/** Passwords without the cost of argon2. */
export function createFakePasswords(): FakePasswords {
  const asked: { readonly known: boolean }[] = []
  return {
    asked,
    hash: async text => `fake:${text}`,
    async verify(text, hash) {
      asked.push({ known: hash !== undefined })
      return hash === `fake:${text}`
    }
  }
}

export async function openOffice(
  t: TestContext,
  options: {
    readonly limits?: Partial<Limits>
    readonly url?: string
    readonly passwords?: Passwords
  } = {}
): Promise<Office> {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const read = (): number => clock.now
  const runtime = createTestRuntime('customer', { clock: read })
  const database = await openDatabase<CustomerSchema>({ url: options.url ?? 'sqlite::memory:' })
  const store = await createCustomerDatabase(database, read)
  const passwords = createFakePasswords()
  const app = createApp({
    runtime,
    ...store,
    passwords: options.passwords ?? passwords,
    tokens: createTokens(createPrivateKey(runtime.customerTokenPrivateKeyPem)),
    limits: { ...defaultLimits, ...options.limits }
  })
  t.after(async () => {
    await app.close()
    await database.close()
  })
  const send = async (request: Request): Promise<Reply> => {
    const { method = 'GET', url, body, token, key, headers } = request
    const response = await app.inject({
      method,
      url,
      headers: {
        ...runtime.headers(method === 'POST' ? { idempotencyKey: key ?? randomUUID() } : {}),
        ...(token !== undefined && { 'x-customer-token': token }),
        ...headers
      },
      ...(body !== undefined && { body: body as object })
    })
    const text = response.body
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text)
    }
  }
  const post = (url: string, email: string, fields = {}): Promise<Reply> =>
    send({ method: 'POST', url, body: { email, password, ...fields } })
  return {
    runtime,
    app,
    clock,
    passwords,
    store,
    database,
    send,
    register: (email, fields) => post('/registration', email, fields),
    logIn: (email, fields) => post('/login', email, fields),
    async join(email = 'ada@example.org') {
      await post('/registration', email)
      const { body } = await post('/login', email)
      return body as LoggedIn
    }
  }
}
