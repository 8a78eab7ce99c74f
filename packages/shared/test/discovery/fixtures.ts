import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import type { Sighting } from '../../src/discovery/sighting.ts'

/** One request that a registry got, to be answered by the test when it likes. */
export type Question = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Of the connection that it came on. */
  readonly port: number | undefined
  /** What it was let in with. */
  readonly token: string | undefined
  readonly body: string
  answer(reply?: {
    readonly status?: number
    readonly index?: number | string
    readonly headers?: Readonly<Record<string, string>>
    /** Sent as it is when it is text, else as JSON. */
    readonly body?: unknown
  }): void
  /** Ends the connection without an answer. */
  drop(): void
}

/** A registry whose every answer is written by the test. */
export type ScriptedRegistry = {
  readonly url: string
  /** The next request, in the order in which they came. Fails after 5 s. */
  next(): Promise<Question>
  /** Requests that came and that nobody took. */
  waiting(): number
  /** Connections that are open. */
  connections(): Promise<number>
  /** Stops listening and ends all connections; `start` listens again, at the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startScriptedRegistry(t: TestContext): Promise<ScriptedRegistry> {
  const questions: Question[] = []
  const server = createServer((request, response) => {
    readQuestion(request, response).then(
      question => questions.push(question),
      () => undefined
    )
  })
  const listen = (port: number): Promise<void> =>
    new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const stop = (): Promise<void> => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  }
  t.after(stop)
  return {
    url: `http://127.0.0.1:${port}`,
    waiting: () => questions.length,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      ),
    async next() {
      await until(() => questions.length > 0, 'no request came')
      const question = questions.shift()
      if (question === undefined) throw new Error('somebody else took the request')
      return question
    },
    stop,
    start: () => listen(port)
  }
}

/** Waits for a condition, 5 s at most. */
export async function until(isTrue: () => boolean, otherwise: string): Promise<void> {
  for (const end = performance.now() + 5_000; !isTrue(); await sleep(2)) {
    if (performance.now() > end) throw new Error(otherwise)
  }
}

/** An entry as `/v1/health/service` tells it. */
export function healthEntry(
  id: string,
  changes: {
    readonly port?: number
    readonly checks?: Readonly<Record<string, string>>
    readonly meta?: Readonly<Record<string, string>>
    readonly weights?: { readonly Passing: number; readonly Warning: number }
  } = {}
): object {
  const { port = 4711, checks = { ready: 'passing' }, meta = { version: '1' }, weights } = changes
  return {
    Node: { Node: 'lab', Address: '127.0.0.1' },
    Service: {
      ID: id,
      Service: 'cart',
      Address: '127.0.0.1',
      Port: port,
      Meta: meta,
      ...(weights && { Weights: weights })
    },
    Checks: Object.entries(checks).map(([CheckID, Status]) => ({ CheckID, Status }))
  }
}

export function aSighting(id: string, changes: Partial<Sighting> = {}): Sighting {
  return {
    id,
    service: 'cart',
    address: '127.0.0.1',
    port: 4711,
    version: '1',
    state: 'ready',
    weight: 1,
    ...changes
  }
}

async function readQuestion(request: IncomingMessage, response: ServerResponse): Promise<Question> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry')
  return {
    method: request.method ?? '',
    path: decodeURIComponent(pathname),
    query: searchParams,
    port: request.socket.remotePort,
    token: request.headersDistinct['x-consul-token']?.join(),
    body: Buffer.concat(chunks).toString('utf8'),
    answer({ status = 200, index, headers = {}, body = '' } = {}) {
      response.writeHead(status, {
        ...(index !== undefined && { 'x-consul-index': String(index) }),
        ...headers
      })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    },
    drop: () => void request.socket.destroy()
  }
}
