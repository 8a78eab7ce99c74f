import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { runOutsideContext } from '@microzon/shared/telemetry'
import type { Dispatcher, Pool } from 'undici'

/** How an attempt ended. Once `answered`, the browser has the answer's head and nothing can be repeated. */
export type Forwarded =
  | { readonly kind: 'answered'; readonly status: number; readonly isWhole: boolean }
  /** Web answered what `isWanted` refused; the browser has seen nothing of it. */
  | { readonly kind: 'dropped'; readonly status: number }
  /** The browser has left before there was an answer. */
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed'
      readonly sent: boolean
      readonly reason: 'refused' | 'lost' | 'timeout'
    }

export type Forwarding = {
  readonly pool: Pool
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer | Readable | null
  readonly response: ServerResponse
  /** Limit to the head of the answer; the rest then flows as long as it flows. */
  readonly headMs: number
  readonly headersOf: (received: IncomingHttpHeaders) => Record<string, string | string[]>
  /** Asked before the browser sees anything of an answer. */
  readonly isWanted: (status: number, received: IncomingHttpHeaders) => boolean
}

/** Limit between two pieces of an answer. */
const silenceMs = 30_000

/**
 * Sends a request to one instance of web and streams the answer to the browser, no faster than the
 * browser reads. A browser that leaves ends the request to web too.
 */
export function forward(forwarding: Forwarding): Promise<Forwarded> {
  const { pool, method, target, headers, body } = forwarding
  return new Promise(resolve => {
    const exchange = createExchange(forwarding, resolve)
    const options: Dispatcher.DispatchOptions = {
      method: method as Dispatcher.HttpMethod,
      path: target,
      headers: { ...headers },
      body,
      bodyTimeout: silenceMs
    }
    // A connection outlives the request that opens it and must not keep its context.
    runOutsideContext(() => pool.dispatch(options, exchange))
  })
}

type Phase = 'waiting' | 'sent' | 'answering' | 'ended'

function createExchange(
  { response, headMs, headersOf, isWanted }: Forwarding,
  resolve: (forwarded: Forwarded) => void
): Dispatcher.DispatchHandler {
  let phase: Phase = 'waiting'
  let abort = (): void => {}
  const settle = (forwarded: Forwarded): void => {
    if (phase === 'ended') return
    phase = 'ended'
    clearTimeout(timer)
    response.off('close', onClose)
    resolve(forwarded)
  }
  const onClose = (): void => {
    if (phase === 'answering') answered(false)
    else settle({ kind: 'gone' })
    abort()
  }
  const answered = (isWhole: boolean): void =>
    settle({ kind: 'answered', status: response.statusCode, isWhole })
  // Of our own, since undici's limit does not run while a request waits for a connection.
  const timer = setTimeout(() => {
    settle({ kind: 'failed', sent: phase === 'sent', reason: 'timeout' })
    abort()
  }, headMs)
  response.once('close', onClose)
  return {
    onRequestStart(controller) {
      abort = () => controller.abort(new Error('nobody waits for the answer'))
      if (phase === 'ended') return abort()
      phase = 'sent'
    },
    onResponseStart(controller, status, received) {
      if (status < 200 || phase !== 'sent') return
      clearTimeout(timer)
      if (!isWanted(status, received)) {
        settle({ kind: 'dropped', status })
        return abort()
      }
      // Throws for a header that cannot be written; until it has, the browser can still be told.
      response.writeHead(status, headersOf(received))
      phase = 'answering'
      response.on('drain', () => controller.resume())
    },
    onResponseData(controller, chunk) {
      if (phase === 'answering' && !response.write(chunk)) controller.pause()
    },
    onResponseEnd() {
      if (phase !== 'answering') return
      response.end()
      answered(true)
    },
    onResponseError() {
      if (phase === 'answering') {
        // The browser has a part: a cut connection tells it so, an ended one would not.
        response.destroy()
        return answered(false)
      }
      const sent = phase === 'sent'
      settle({ kind: 'failed', sent, reason: sent ? 'lost' : 'refused' })
    }
  }
}
