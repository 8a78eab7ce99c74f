import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import { createApp } from '../src/app.ts'
import type { Order } from '../src/domain/order.ts'
import type { CartPort, CatalogPort, PaymentPort } from '../src/domain/ports.ts'
import { openOrderStore, type OpenOrderStore } from '../src/store/sql-order-store.ts'
import { address, lines, now, totalCents } from './orders.ts'

/** The services around billing, where all goes well; a test replaces what is not to. */
export type Shop = {
  readonly cart: { -readonly [Name in keyof CartPort]: CartPort[Name] }
  readonly catalog: { -readonly [Name in keyof CatalogPort]: CatalogPort[Name] }
  readonly payment: { -readonly [Name in keyof PaymentPort]: PaymentPort[Name] }
  /** The ids of the orders that were charged, as often as they were. */
  readonly charges: string[]
  /** What was asked, in order. */
  readonly asked: string[]
}

export function createShop(): Shop {
  const charges: string[] = []
  const asked: string[] = []
  const done = (name: string) => async () => {
    asked.push(name)
    return { kind: 'done' } as const
  }
  return {
    charges,
    asked,
    cart: {
      async freeze() {
        asked.push('freeze')
        const frozen = lines.map(line => ({ ...line, unitPriceCents: undefined }))
        return { kind: 'frozen', lines: frozen }
      },
      release: done('thaw'),
      close: done('close')
    },
    catalog: {
      async price() {
        asked.push('price')
        return { kind: 'priced', lines }
      },
      reserve: done('reserve'),
      confirm: done('confirm'),
      release: done('release')
    },
    payment: {
      async charge(order: Order) {
        asked.push('charge')
        // Once per key.
        if (!charges.includes(order.id)) charges.push(order.id)
        return { kind: 'charged' }
      },
      async find(order: Order) {
        asked.push('find')
        return charges.includes(order.id) ? { kind: 'charged' } : { kind: 'absent' }
      }
    }
  }
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export type Office = {
  readonly app: ReturnType<typeof createApp>
  readonly runtime: TestRuntime
  readonly store: OpenOrderStore
  readonly shop: Shop
  readonly clock: { now: number }
  send(request: {
    readonly method?: 'GET' | 'POST'
    readonly url: string
    readonly body?: unknown
    readonly customerId?: string
    readonly key?: string
    readonly caller?: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<Reply>
  /** `POST /orders` by web, for ada. */
  place(change?: {
    readonly key?: string
    readonly body?: object
    readonly customerId?: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<Reply>
}

/** What the shopper's form comes to. */
export const purchase = {
  cartId: 'cart-1',
  cartVersion: 3,
  shownTotalCents: totalCents,
  cardToken: 'tok_secret',
  address
}

/** The billing service without a port, with time in the test's hand. */
export async function openOffice(t: TestContext, url = 'sqlite::memory:'): Promise<Office> {
  const clock = { now }
  const read = (): number => clock.now
  const runtime = createTestRuntime('billing', { clock: read })
  const store = await openOrderStore({ url, clock: read })
  const shop = createShop()
  const { cart, catalog, payment } = shop
  const app = createApp({ runtime, ...store, cart, catalog, payment })
  t.after(async () => {
    await app.close()
    await store.close()
  })
  const send: Office['send'] = async request => {
    const { method = 'GET', url: path, body, customerId, key, caller, headers } = request
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        ...runtime.headers({
          ...(caller !== undefined && { caller }),
          ...(customerId !== undefined && { customerId }),
          ...(key !== undefined && { idempotencyKey: key })
        }),
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
    ...{ app, runtime, store, shop, clock, send },
    place: ({ key = randomUUID(), body, customerId = 'ada', headers } = {}) =>
      send({
        ...{ method: 'POST', url: '/orders', key, customerId },
        body: { ...purchase, ...body },
        ...(headers && { headers })
      })
  }
}

/** A promise that a test settles by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
