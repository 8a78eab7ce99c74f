import { createServer, type Server, type ServerResponse } from 'node:http'
import { carriesToken, readJsonBody } from '../runtime/http-request.ts'
import type { RunLine, RunRequest } from './load.ts'

export type CallerOptions = {
  readonly controlToken: string
  /** Sends the load until `signal` is aborted. */
  readonly run: (
    request: RunRequest,
    options: { readonly tell: (line: RunLine) => void; readonly signal: AbortSignal }
  ) => Promise<void>
}

/**
 * `POST /runs` begins a load and answers what happens, one JSON a line, until `POST /runs/end`, or
 * until whoever reads it goes away. One run at a time. For whoever has the lab's control token.
 */
export function createCallerServer({ controlToken, run }: CallerOptions): Server {
  let running: AbortController | undefined
  return createServer((request, response) => {
    if (!carriesToken(request, controlToken)) return void response.writeHead(401).end()
    if (request.url === '/runs/end') {
      running?.abort()
      return void response.writeHead(204).end()
    }
    if (request.url !== '/runs' || running !== undefined) return void response.writeHead(404).end()
    const ending = new AbortController()
    running = ending
    response.once('close', () => ending.abort())
    const tell = (line: RunLine): void => void response.write(`${JSON.stringify(line)}\n`)
    readJsonBody(request)
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
