import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { openDatabase } from '@microzon/shared/store'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import { createApp } from '../src/app.ts'
import type { ChargeOrder, Settled } from '../src/domain/charge.ts'
import { createPendingWork, type PendingWork } from '../src/domain/pending-work.ts'
import type { Provider, ProviderAnswer } from '../src/domain/ports.ts'
import { migrations } from '../src/store/migrations.ts'
import type { PaymentSchema } from '../src/store/schema.ts'
import { createChargeStores, type OpenChargeStore } from '../src/store/sql-charge-store.ts'

export const succeeded: Settled = { kind: 'succeeded', providerChargeId: 'ch_1' }

export type FakeProvider = Provider & {
  /** What was asked to be charged, in order. */
  readonly asked: ChargeOrder[]
  /** What the provider has: one charge per key, as a real one. */
  readonly ledger: Map<string, Settled>
  /** How the next new charges end. */
  outcome: Settled
  /** Runs before a charge is made, and before it is answered. */
  beforeCharge: () => Promise<void>
  beforeAnswer: () => Promise<void>
  /** Whether its answers get here. */
  answers: boolean
}

export function createFakeProvider(): FakeProvider {
  const told = (key: string, ledger: FakeProvider['ledger']): ProviderAnswer => {
    const outcome = ledger.get(key)
    return outcome === undefined ? { kind: 'absent' } : { kind: 'settled', outcome }
  }
  return {
    asked: [],
    ledger: new Map(),
    outcome: succeeded,
    beforeCharge: async () => undefined,
    beforeAnswer: async () => undefined,
    answers: true,
    async tokenise() {
      return { cardToken: 'tok_1', brand: 'visa', last4: '4242' }
    },
    async charge(order) {
      this.asked.push(order)
      await this.beforeCharge()
      if (!this.ledger.has(order.key)) this.ledger.set(order.key, this.outcome)
      await this.beforeAnswer()
      return this.answers ? told(order.key, this.ledger) : { kind: 'unknown' }
    },
    async findCharge({ key }) {
      return this.answers ? told(key, this.ledger) : { kind: 'unknown' }
    }
  }
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export type Desk = {
  readonly app: ReturnType<typeof createApp>
  readonly runtime: TestRuntime
  readonly provider: FakeProvider
  readonly store: Pick<OpenChargeStore, 'charges' | 'once' | 'reap'>
  readonly pending: PendingWork
  readonly lateErrors: unknown[]
  readonly clock: { now: number }
  send(request: {
    readonly method?: 'GET' | 'POST'
    readonly url: string
    readonly body?: unknown
    readonly key?: string
    readonly caller?: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<Reply>
  /** `POST /charges` by billing. */
  charge(change?: {
    readonly key?: string
    readonly body?: object
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<Reply>
  find(key: string): Promise<Reply>
}

/** The payment service without a port, with time in the test's hand. */
export async function openDesk(
  t: TestContext,
  options: { readonly url?: string; readonly provider?: Provider } = {}
): Promise<Desk> {
  const clock = { now: Date.UTC(2026, 5, 15) }
  const read = (): number => clock.now
  const runtime = createTestRuntime('payment', { clock: read })
  const database = await openDatabase<PaymentSchema>({ url: options.url ?? 'sqlite::memory:' })
  await database.migrate(migrations)
  const store = createChargeStores(database, read)
  const provider = createFakeProvider()
  const lateErrors: unknown[] = []
  const pending = createPendingWork(error => lateErrors.push(error))
  const ports = { charges: store.charges, once: store.once, pending }
  const app = createApp({ runtime, ...ports, provider: options.provider ?? provider })
  t.after(async () => {
    await app.close()
    await database.close()
  })
  const send: Desk['send'] = async request => {
    const { method = 'GET', url, body, key, caller = 'billing', headers } = request
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...runtime.headers({ caller, ...(key !== undefined && { idempotencyKey: key }) }),
        ...headers
      },
      ...(body !== undefined && { body: body as object })
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: JSON.parse(answer.body) as Reply['body']
    }
  }
  return {
    ...{ app, runtime, provider, store, pending, lateErrors, clock, send },
    charge: ({ key = randomUUID(), body, headers } = {}) =>
      send({
        method: 'POST',
        url: '/charges',
        key,
        body: { ...order, chargeUntil: clock.now + 45_000, ...body },
        ...(headers && { headers })
      }),
    find: key => send({ url: `/charges/by-key/${key}` })
  }
}

const order = { orderId: 'order-1', amountCents: 1_250, cardToken: 'tok_1' }

/** A promise that a test settles by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** Waits until the condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  const endsAt = performance.now() + 5_000
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error('waited in vain')
    await new Promise(resolve => void setTimeout(resolve, 1))
  }
}
