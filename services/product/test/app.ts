import { createTestRuntime, type TestRuntime } from '@microzon/shared/testing'
import type { Service } from '@microzon/shared/service'
import { randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import type { TestContext } from 'node:test'
import { createApp } from '../src/app.ts'
import type { ProductStore } from '../src/domain/ports.ts'
import type { ProductDraft } from '../src/domain/product.ts'
import { openProductStore } from '../src/store/open-product-store.ts'
import { save } from './contract/store.ts'

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** The body as JSON gives it. */
  readonly body: Body
}
// What an answer holds is what the tests look at.
type Body = Readonly<Record<string, unknown>>

export type TestApp = {
  readonly app: Service
  readonly runtime: TestRuntime
  readonly products: ProductStore
  /** As the web facade does. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  staff(method: Method, url: string, body?: object): Promise<Answer>
  billing(method: Method, url: string, body?: object, key?: string): Promise<Answer>
  bulk(lines: readonly unknown[] | string, query?: string): Promise<Answer>
  /** Gives the ids. */
  save(...drafts: readonly ProductDraft[]): Promise<readonly string[]>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The service on a store in memory. */
export async function openApp(
  t: TestContext,
  options: { readonly clock?: () => number } = {}
): Promise<TestApp> {
  const { clock = Date.now } = options
  const runtime = createTestRuntime('product', { clock })
  const url = 'sqlite::memory:'
  const store = await openProductStore({ url, clock, createId: randomUUID })
  const app = createApp({ runtime, ...store })
  t.after(async () => {
    await app.close()
    await store.close()
  })
  const inject = async (request: InjectOptions): Promise<Answer> => {
    const { statusCode: status, headers, payload: text } = await app.inject(request)
    return { status, headers, text, body: parse(text) }
  }
  return {
    app,
    runtime,
    products: store.products,
    get: (address, headers = {}) =>
      inject({ url: address, headers: { ...runtime.headers(), ...headers } }),
    staff: (method, address, body) =>
      inject({
        method,
        url: address,
        headers: runtime.headers({ staff: true, idempotencyKey: randomUUID() }),
        ...(body !== undefined && { payload: body })
      }),
    billing: (method, address, ...[body, key = randomUUID()]) =>
      inject({
        method,
        url: address,
        headers: runtime.headers({ caller: 'billing', idempotencyKey: key }),
        ...(body !== undefined && { payload: body })
      }),
    bulk: (lines, query = '') =>
      inject({
        method: 'POST',
        url: `/products/bulk${query}`,
        headers: {
          ...runtime.headers({ staff: true }),
          'content-type': 'application/x-ndjson'
        },
        payload:
          typeof lines === 'string' ? lines : lines.map(line => JSON.stringify(line)).join('\n')
      }),
    save: (...drafts) => save(store.products, drafts)
  }
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body
  } catch {
    return {}
  }
}
