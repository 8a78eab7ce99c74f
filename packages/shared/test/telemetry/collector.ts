import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { text } from 'node:stream/consumers'

export type Collector = {
  readonly url: string
  /** The bodies of all posts, in the order in which they ended. */
  readonly bodies: readonly string[]
  readonly requests: readonly { readonly path: string; readonly type: string | undefined }[]
  /** Resolves when `count` posts have come in. */
  received(count: number): Promise<void>
}

/** A collector of spans or logs that answers as told; `answer` may leave the request hanging. */
export async function startCollector(
  t: TestContext,
  answer: (response: ServerResponse, index: number) => void = response =>
    response.writeHead(202).end()
): Promise<Collector> {
  const bodies: string[] = []
  const requests: { path: string; type: string | undefined }[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    bodies.push(body)
    requests.push({ path: request.url ?? '', type: request.headers['content-type'] })
    answer(response, bodies.length - 1)
    for (const { count, resolve } of waiting) if (bodies.length >= count) resolve()
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    requests,
    received: count =>
      new Promise(resolve => {
        if (bodies.length >= count) resolve()
        else waiting.push({ count, resolve })
      })
  }
}

/** An address of this machine where nobody listens. */
export async function closedUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
