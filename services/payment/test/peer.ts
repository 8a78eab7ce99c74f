import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export type Heard = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = (heard: Heard, response: ServerResponse) => void

export type Peer = {
  readonly url: string
  readonly heard: Heard[]
  /** Connections that are open. */
  connections(): Promise<number>
}

/** A server whose answers the test writes. */
export async function openPeer(t: TestContext, answer: Answer): Promise<Peer> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const one = { method, path, headers, body: Buffer.concat(chunks).toString() }
      heard.push(one)
      answer(one, response)
    })
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      )
  }
}

export function json(status: number, body: unknown): Answer {
  return (_heard, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

export const hang: Answer = () => undefined
export const reset: Answer = (_heard, response) => void response.socket?.resetAndDestroy()

/** The first answer for the first request, and so on; the last one for all that come after. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let index = 0
  return (heard, response) => answers[Math.min(index++, answers.length - 1)]?.(heard, response)
}

/**
 * Behaves like the provider: single-use tokens, one charge per key, and cards that tell how they
 * end by their number.
 */
export function createScript(): Answer {
  const tokens = new Map<string, string>()
  const charges = new Map<string, object>()
  return (heard, response) => {
    const { status, body } = script(heard, tokens, charges)
    json(status, body)(heard, response)
  }
}

function script(
  { method, path, headers, body }: Heard,
  tokens: Map<string, string>,
  charges: Map<string, object>
): { readonly status: number; readonly body: object } {
  if (path === '/v1/tokens') {
    const { number } = JSON.parse(body) as { readonly number: string }
    if (number.length !== 16) return { status: 422, body: { code: 'CARD_INVALID', title: number } }
    const token = `tok_${tokens.size}`
    tokens.set(token, number.endsWith('0002') ? 'declined' : 'succeeded')
    return { status: 201, body: { token, brand: 'visa', last4: number.slice(-4) } }
  }
  if (method === 'GET') {
    const known = charges.get(path.split('/').at(-1) ?? '')
    return known ? { status: 200, body: known } : { status: 404, body: { code: 'CHARGE_UNKNOWN' } }
  }
  const key = String(headers['idempotency-key'])
  const known = charges.get(key)
  if (known) return { status: 201, body: known }
  const { token, ...order } = JSON.parse(body) as { readonly token: string }
  const status = tokens.get(token)
  if (status === undefined) return { status: 404, body: { code: 'CARD_TOKEN_UNKNOWN' } }
  tokens.delete(token)
  const charge = { id: `ch_${charges.size}`, status, ...order }
  charges.set(key, charge)
  return { status: 201, body: charge }
}
