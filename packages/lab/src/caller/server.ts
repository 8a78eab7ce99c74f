import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { parseJson } from '../runtime/http-call.ts'
import type { RunLine, RunRequest } from './load.ts'

export type CallerOptions = {
  readonly controlToken: string
  /** Sends the load until `signal` is aborted. */
  readonly run: (
    request: RunRequest,
    options: { readonly tell: (line: RunLine) => void; readonly signal: AbortSignal }
  ) => Promise<void>
}

const bodyBytesMax = 16 * 1024

/**
 * `POST /runs` begins a load and answers what happens, one JSON a line, until `POST /runs/end`, or
 * until whoever reads it goes away. One run at a time. For whoever has the lab's control token.
 */
export function createCallerServer({ controlToken, run }: CallerOptions): Server {
  let running: AbortController | undefined
  return createServer((request, response) => {
    if (!isKnown(request, controlToken)) return void response.writeHead(401).end()
    if (request.url === '/runs/end') {
      running?.abort()
      return void response.writeHead(204).end()
    }
    if (request.url !== '/runs' || running !== undefined) return void response.writeHead(404).end()
    const ending = new AbortController()
    running = ending
    response.once('close', () => ending.abort())
    const tell = (line: RunLine): void => void response.write(`${JSON.stringify(line)}\n`)
    readBody(request)
      .then(body => run(body as RunRequest, { tell, signal: ending.signal }))
      .then(
        () => tell({ kind: 'ended' }),
        (error: Error) => tell({ kind: 'failed', message: error.message })
      )
      .finally(() => {
        running = undefined
        finish(response)
      })
  })
}

function finish(response: ServerResponse): void {
  if (!response.destroyed) response.end()
}

function isKnown({ headers }: IncomingMessage, token: string): boolean {
  const [given, expected] = [
    Buffer.from(headers.authorization ?? ''),
    Buffer.from(`Bearer ${token}`)
  ]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) throw new RangeError('the request is too long')
    chunks.push(chunk)
  }
  return parseJson(Buffer.concat(chunks).toString('utf8'))
}
