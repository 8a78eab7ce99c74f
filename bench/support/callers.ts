import { createPool, createServiceClient } from '@microzon/shared/client'
import { createStaticResolver, type Endpoint } from '@microzon/shared/discovery'
import { createTracer } from '@microzon/shared/telemetry'
import { createServiceTokens } from '@microzon/shared/tokens'
import { CartAnswer } from '../shop.ts'

/** Does the same piece of work whenever it is called: a GET whose small JSON answer is read. */
export type Caller = {
  call(): Promise<void>
  close(): Promise<void>
}

type ClientOptions = Parameters<typeof createServiceClient>[0]

export const path = '/carts/QkO3c8eYw2b1N0s9Zr4xTg'
export const request = { method: 'GET', operation: 'GET /carts/:id', path } as const

/** The client stack as a service has it, its spans included, which go nowhere. */
export function createClient(
  endpoints: readonly Endpoint[],
  more: Pick<ClientOptions, 'connect'> = {}
): ReturnType<typeof createServiceClient> {
  return createServiceClient({
    target: 'peer',
    resolver: createStaticResolver({ peer: endpoints }),
    tokens: createServiceTokens({
      secret: 'a secret of the bench',
      name: 'bench',
      clock: Date.now
    }),
    tracer: createTracer({ service: 'bench', version: '1', instance: 'bench-1' }),
    ...more
  })
}

/** Through the client stack. */
export function stackCaller(peer: Endpoint): Caller {
  const client = createClient([peer])
  return {
    async call() {
      const result = await client.call({ ...request, answer: CartAnswer })
      if (result.kind !== 'answered') throw new Error(`the call ended as ${result.kind}`)
    },
    close: () => client.close()
  }
}

/** Through the same pool of undici, and nothing else. */
export function bareCaller(peer: Endpoint): Caller {
  const pool = createPool(peer)
  return {
    async call() {
      const { statusCode, body } = await pool.request({ method: 'GET', path })
      const read = await body.json()
      if (statusCode !== 200 || read === undefined) throw new Error(`status ${statusCode}`)
    },
    close: () => pool.close()
  }
}
