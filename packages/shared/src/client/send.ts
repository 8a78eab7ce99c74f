import { Pool, type Dispatcher } from 'undici'
import type { Endpoint } from '../discovery/index.ts'
import { runOutsideContext } from '../telemetry/index.ts'
import { pendingMax } from './bulkhead.ts'
import type { Call, Outcome, Send } from './call.ts'
import type { Connection } from './endpoints.ts'
import { markSent } from './flight.ts'
import type { Headers } from './types.ts'

const answerBytesMax = 4 * 1024 * 1024

/**
 * Opens the way to one endpoint: a pool of connections of its own. Innermost of the stack, so that
 * what it says of "sent or not" is of the wire and of nothing else.
 */
export function connectTo(endpoint: Endpoint): Connection<Send> {
  const pool = createPool(endpoint)
  return { way: call => dispatch(pool, call), close: () => pool.close() }
}

/** The connections to one endpoint, with the limits that a peer within the system is given. */
export function createPool(endpoint: Endpoint): Pool {
  const host = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address
  return new Pool(`http://${host}:${endpoint.port}`, {
    connections: pendingMax,
    pipelining: 1,
    // Where the server does not tell its own; of what it tells undici takes two seconds off. So the
    // client is the side that closes an idle connection.
    keepAliveTimeout: 4_000,
    connect: { timeout: 250, autoSelectFamily: false },
    // The stack has limits of its own, which also cover the wait for a connection.
    headersTimeout: 0,
    bodyTimeout: 0
  })
}

/**
 * One attempt on the wire. `onRequestStart` is called when undici puts the request on a live
 * connection and not before, hence an error without it means: not sent.
 */
function dispatch(pool: Pool, call: Call): Promise<Outcome> {
  if (call.flight.isGivenUp) return Promise.resolve(notSent)
  return new Promise((resolve, reject) => {
    const handler = createHandler(call, { resolve, reject })
    const { method, path, body = null } = call
    const headers = call.headers as Record<string, string>
    // A connection outlives the request that opens it and must not keep its context.
    runOutsideContext(() => pool.dispatch({ method, path, headers, body }, handler))
  })
}

function createHandler(
  call: Call,
  told: {
    readonly resolve: (outcome: Outcome) => void
    readonly reject: (error: TypeError) => void
  }
): Dispatcher.DispatchHandler {
  const { flight } = call
  const chunks: Buffer[] = []
  let [size, status] = [0, 0]
  let headers: Headers = {}
  const settle = (outcome: Outcome): void => {
    flight.abort = undefined
    told.resolve(outcome)
  }
  return {
    onRequestStart(controller) {
      const abort = (): void => controller.abort(new Error('nobody waits for the answer'))
      if (flight.isGivenUp) return abort()
      flight.abort = abort
      markSent(call)
    },
    onResponseStart(_controller, statusCode, received) {
      status = statusCode
      headers = flat(received)
    },
    onResponseData(controller, chunk) {
      size += chunk.length
      if (size > answerBytesMax) {
        settle({ kind: 'failure', reason: 'too-large', sent: true })
        controller.abort(new Error('the answer is too large'))
      } else {
        chunks.push(chunk)
      }
    },
    onResponseEnd() {
      const [first = noBytes] = chunks
      const bytes = chunks.length > 1 ? Buffer.concat(chunks) : first
      settle({ kind: 'reply', status, headers, body: bytes.toString() })
    },
    onResponseError(_controller, error) {
      // A path or a header that cannot be written is a mistake of this program, and no repeat mends it.
      if (isInvalid(error))
        told.reject(new TypeError(`${call.operation} is no request`, { cause: error }))
      else settle(flight.isSent ? lost : notSent)
    }
  }
}

const noBytes = Buffer.alloc(0)
const lost: Outcome = { kind: 'failure', reason: 'lost', sent: true }
const notSent: Outcome = { kind: 'failure', reason: 'refused', sent: false }

function isInvalid(error: Error): boolean {
  return 'code' in error && error.code === 'UND_ERR_INVALID_ARG'
}

/** Headers that came more than once are rare, and only they are written anew. */
function flat(headers: Record<string, string | string[] | undefined>): Headers {
  let isFlat = true
  for (const name in headers) isFlat &&= typeof headers[name] === 'string'
  if (isFlat) return headers as Headers
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? '')
  ])
  return Object.fromEntries(pairs) as Headers
}
