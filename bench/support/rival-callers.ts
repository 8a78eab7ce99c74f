import { path, type Caller } from './callers.ts'
import { loadRival, moleculerOptions } from './rivals.ts'

const timeoutMs = 2_000
const foundWithinMs = 20_000

/**
 * Moleculer's call of an action in another process, over its own TCP transporter: as it comes, or
 * with all that it has at the caller against failures switched on.
 */
export async function moleculerCaller(
  checkout: string,
  { port, isGuarded }: { readonly port: number; readonly isGuarded: boolean }
): Promise<Caller> {
  const { ServiceBroker } = loadRival(checkout, 'moleculer')
  const guards = {
    requestTimeout: timeoutMs,
    retryPolicy: { enabled: true },
    circuitBreaker: { enabled: true },
    tracing: { enabled: true, exporter: [] }
  }
  const name = isGuarded ? 'guarded' : 'plain'
  const broker = new ServiceBroker({
    ...moleculerOptions(name, [`127.0.0.1:${port}/peer`]),
    ...(isGuarded && guards)
  })
  await broker.start()
  await broker.waitForServices('carts', foundWithinMs)
  return {
    async call() {
      checkCart(await broker.call('carts.get', { id: path }))
    },
    close: () => broker.stop()
  }
}

/** With its retries, which it has by itself, and a limit of time, which it has not. */
export function gotCaller(checkout: string, port: number): Caller {
  const { default: got } = loadRival(checkout, 'got')
  const client = got.extend({ timeout: { request: timeoutMs } })
  const url = `http://127.0.0.1:${port}${path}`
  return {
    async call() {
      checkCart(await client.get(url).json())
    },
    close: () => Promise.resolve()
  }
}

/** Neither of them looks at what an answer holds, which ours does. */
function checkCart(read: unknown): void {
  const { id, itemCount, version, state } = read as Readonly<Record<string, unknown>>
  const isCart =
    typeof id === 'string' &&
    Number.isInteger(itemCount) &&
    Number.isInteger(version) &&
    state === 'open'
  if (!isCart) throw new Error('the answer is no cart')
}
