import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { createServiceClient, type ServiceClient } from '@microzon/shared/client'
import { createStaticResolver } from '@microzon/shared/discovery'
import { createTestRuntime } from '@microzon/shared/testing'

export type Heard = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export type Answer = (heard: Heard, response: ServerResponse) => void

/** A service whose answers the test writes, and the real client to it. */
export async function openPeer(
  t: TestContext,
  answer: Answer
): Promise<{ readonly client: ServiceClient; readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const text = Buffer.concat(chunks).toString()
      const one = { method, path, headers, body: text === '' ? undefined : JSON.parse(text) }
      heard.push(one)
      answer(one, response)
    })
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = openClient(t, port)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { client, heard }
}

/** The real client to a service of one instance at a port of loopback, or of none. */
export function openClient(t: TestContext, port?: number): ServiceClient {
  const { tokens, tracer } = createTestRuntime('billing')
  const endpoint = {
    ...{ id: 'peer-1', service: 'peer', address: '127.0.0.1', version: '1' },
    ...{ state: 'ready' as const, since: 0, weight: 1 }
  }
  const endpoints = port === undefined ? [] : [{ ...endpoint, port }]
  const resolver = createStaticResolver({ peer: endpoints })
  const client = createServiceClient({ target: 'peer', resolver, tokens, tracer, random: () => 0 })
  t.after(() => client.close())
  return client
}

export function json(status: number, body?: unknown): Answer {
  return (_heard, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? '' : JSON.stringify(body))
  }
}

export function problem(status: number, code: string, details?: object): Answer {
  return json(status, { type: 't', title: code, status, code, correlationId: 'c', details })
}

export const hang: Answer = () => undefined
export const reset: Answer = (_heard, response) => void response.socket?.resetAndDestroy()
export const garbage: Answer = (_heard, response) => void response.writeHead(200).end('<html>')

/** The first answer for the first request, and so on; the last one for all that come after. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let index = 0
  return (heard, response) => answers[Math.min(index++, answers.length - 1)]?.(heard, response)
}
