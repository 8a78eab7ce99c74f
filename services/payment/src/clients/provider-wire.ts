import { Pool, type Dispatcher } from 'undici'

export type WireRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Of the whole exchange. */
  readonly limitMs: number
  /** Asked when the request could go out; one that may not is given up. */
  readonly mayBeSent: () => boolean
}

/** `body` is undefined where it is no JSON. */
export type WireReply = { readonly status: number; readonly body: unknown }

export type Wire = {
  /** No answer of any kind within the limit is undefined. Never rejects. */
  ask(request: WireRequest): Promise<WireReply | undefined>
  close(): Promise<void>
}

const bytesMax = 65_536

/**
 * A number of connections to the provider, and no queue: beyond them the provider counts as not
 * answering, since what waits here would be charged later than its customer expects.
 */
export function createWire(url: string, connections: number): Wire {
  const { origin, pathname } = new URL(url)
  const base = pathname === '/' ? '' : pathname
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    // Shorter than a server's, so that this side closes an idle connection.
    keepAliveTimeout: 4_000,
    connect: { timeout: 500 },
    // The limit below covers connecting too.
    headersTimeout: 0,
    bodyTimeout: 0
  })
  let inFlight = 0
  return {
    async ask(request) {
      if (inFlight >= connections) return undefined
      inFlight++
      try {
        return await exchange(pool, { ...request, path: base + request.path })
      } finally {
        inFlight--
      }
    },
    // Whoever still waits for an answer has its limit.
    close: () => pool.close()
  }
}

/** A timer of its own, since undici's signal ends neither a queued nor a connecting request. */
function exchange(pool: Pool, request: WireRequest): Promise<WireReply | undefined> {
  const { method, path, headers, body, limitMs } = request
  return new Promise(resolve => {
    const exchanged = { isOver: false, abort: (): void => undefined }
    const settle = (reply: WireReply | undefined): void => {
      exchanged.isOver = true
      clearTimeout(timer)
      resolve(reply)
    }
    const timer = setTimeout(() => {
      settle(undefined)
      exchanged.abort()
    }, limitMs)
    const handler = createHandler(request, exchanged, settle)
    pool.dispatch({ method, path, headers, body: body ?? null }, handler)
  })
}

function createHandler(
  request: WireRequest,
  exchanged: { readonly isOver: boolean; abort: () => void },
  settle: (reply: WireReply | undefined) => void
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let [size, status] = [0, 0]
  return {
    // Called when the request would be put on a live connection: until then the provider has not seen it.
    onRequestStart(controller) {
      exchanged.abort = () => controller.abort(new Error('nobody waits for the answer'))
      if (exchanged.isOver || !request.mayBeSent()) exchanged.abort()
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode
    },
    onResponseData(controller, chunk) {
      size += chunk.length
      if (size > bytesMax) controller.abort(new Error('the answer is too large'))
      else chunks.push(chunk)
    },
    onResponseEnd: () => settle({ status, body: json(Buffer.concat(chunks).toString()) }),
    onResponseError: () => settle(undefined)
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
