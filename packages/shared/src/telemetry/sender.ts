import { Pool } from 'undici'
import { runOutsideContext } from './context.ts'

/** Posts batches to one address. */
export type Sender = {
  /** Answers the status; throws when there was no answer within the limit. */
  post(body: string): Promise<number>
  /** Ends the connections; what is under way is dropped. */
  close(): Promise<void>
}

/**
 * A connection of its own to a collector of spans or logs, so that a slow collector cannot take
 * connections from the shop's calls. The answer's body is dropped unread.
 */
export function createSender(options: {
  readonly url: string
  readonly contentType: string
  /** Milliseconds for one batch, from connecting to the end of the answer. */
  readonly timeoutMs: number
}): Sender {
  const { origin, pathname, search } = new URL(options.url)
  const pool = new Pool(origin, { connections: 2, pipelining: 1 })
  const post = async (body: string, signal: AbortSignal): Promise<number> => {
    const response = await pool.request({
      method: 'POST',
      path: pathname + search,
      headers: { 'content-type': options.contentType },
      body,
      signal
    })
    await response.body.dump()
    return response.statusCode
  }
  return {
    post: body =>
      runOutsideContext(() => {
        const signal = AbortSignal.timeout(options.timeoutMs)
        // The signal alone ends no request that waits for a connection or for its handshake.
        return Promise.race([post(body, signal), endOf(signal)])
      }),
    close: () => pool.destroy()
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
