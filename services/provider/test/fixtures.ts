import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import { createApp } from '../src/app.ts'
import { openChargeStore, type OpenChargeStore } from '../src/store/sql-charge-store.ts'

export const apiKey = 'a key of the tests only'
export const cards = {
  pays: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  fails: '4000000000000119',
  slow: '4000000000006975'
}

export type Reply = {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}

export type Office = {
  readonly app: ReturnType<typeof createApp>
  readonly runtime: TestRuntime
  readonly store: OpenChargeStore
  readonly clock: { now: number }
  /** The waits that were asked for; a test ends them by hand. */
  readonly sleeps: { readonly ms: number; readonly wake: () => void }[]
  send(request: {
    readonly method?: 'GET' | 'POST'
    readonly url: string
    readonly body?: unknown
    readonly key?: string
    readonly authorization?: string
  }): Promise<Reply>
  /** A token for a card that is good until the end of 2030. */
  tokenOf(number: string): Promise<string>
  charge(order: {
    readonly token: string
    readonly key?: string
    readonly amountCents?: number
    readonly reference?: string
    readonly expiresAt?: number
  }): Promise<Reply>
}

/** The provider without a port, with time and waits in the test's hand. */
export async function openOffice(t: TestContext, url = 'sqlite::memory:'): Promise<Office> {
  const clock = { now: Date.UTC(2026, 5, 15) }
  const runtime = createTestRuntime('provider', { clock: () => clock.now })
  const store = await openChargeStore({ url, clock: () => clock.now })
  const sleeps: { readonly ms: number; readonly wake: () => void }[] = []
  const sleep = (ms: number): Promise<void> =>
    new Promise(resolve => void sleeps.push({ ms, wake: resolve }))
  const app = createApp({ runtime, store, apiKey, sleep })
  t.after(async () => {
    await app.close()
    await store.close()
  })
  const send: Office['send'] = async request => {
    const { method = 'GET', url: path, body, key } = request
    const { authorization = `Bearer ${apiKey}` } = request
    const answer = await app.inject({
      method,
      url: path,
      headers: { authorization, ...(key !== undefined && { 'idempotency-key': key }) },
      ...(body !== undefined && { body: body as object })
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      text: answer.body,
      body: isJson ? (JSON.parse(answer.body) as Reply['body']) : {}
    }
  }
  return {
    ...{ app, runtime, store, clock, sleeps, send },
    async tokenOf(number) {
      const body = { number, expiry: '12/30', cvc: '123' }
      const answer = await send({ method: 'POST', url: '/v1/tokens', body })
      return String(answer.body['token'])
    },
    charge: ({ key = randomUUID(), ...order }) => {
      const body = { amountCents: 1_000, reference: 'order-1', ...order }
      return send({ method: 'POST', url: '/v1/charges', key, body })
    }
  }
}

/** Waits until the condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  const endsAt = performance.now() + 5_000
  while (!holds()) {
    if (performance.now() > endsAt) throw new Error('waited in vain')
    await new Promise(resolve => void setImmediate(resolve))
  }
}
