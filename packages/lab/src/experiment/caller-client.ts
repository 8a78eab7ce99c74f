import { request as httpRequest } from 'node:http'
import { createInterface } from 'node:readline'
import type { RequestRecord, RunLine, RunRequest } from '../caller/load.ts'
import { httpCall } from '../runtime/http-call.ts'

/** A load that runs. */
export type RunningLoad = {
  /** Resolves when what it needs is prepared and the first request is due; epoch milliseconds. */
  readonly started: Promise<number>
  /** Resolves when it has ended; rejects when the caller failed. */
  readonly ended: Promise<void>
  /** Ends it, and resolves when all answers are in. Rejects when the caller failed. */
  end(): Promise<void>
  /** What has come in. */
  readonly requests: readonly RequestRecord[]
  readonly attempts: readonly AttemptsLine[]
}

export type AttemptsLine = Extract<RunLine, { readonly kind: 'attempts' }>

const endMsMax = 15_000

/** Tells the caller to begin. */
export function startLoad(
  { port, token }: { readonly port: number; readonly token: string },
  request: RunRequest
): RunningLoad {
  const requests: RequestRecord[] = []
  const attempts: AttemptsLine[] = []
  const started = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  const fail = (error: Error): void => {
    started.reject(error)
    ended.reject(error)
  }
  // Whoever waits for the one need not wait for the other.
  ended.promise.catch(() => undefined)
  started.promise.catch(() => undefined)
  const headers = { authorization: `Bearer ${token}` }
  const sending = httpRequest(
    { host: '127.0.0.1', port, path: '/runs', method: 'POST', headers },
    response => {
      if (response.statusCode !== 200) fail(new Error(`the caller answers ${response.statusCode}`))
      const lines = createInterface({ input: response })
      lines.on('line', text => {
        const line = JSON.parse(text) as RunLine
        if (line.kind === 'started') started.resolve(line.at)
        else if (line.kind === 'requests') requests.push(...line.requests)
        else if (line.kind === 'attempts') attempts.push(line)
        else if (line.kind === 'ended') ended.resolve()
        else fail(new Error(`the caller failed: ${line.message}`))
      })
      lines.once('error', () => fail(new Error('the caller has gone')))
      lines.once('close', () => fail(new Error('the caller has gone')))
    }
  )
  sending.once('error', fail)
  sending.end(JSON.stringify(request))
  return {
    started: started.promise,
    ended: ended.promise,
    requests,
    attempts,
    async end() {
      const url = `http://127.0.0.1:${port}/runs/end`
      await httpCall({ url, method: 'POST', headers, timeoutMs: endMsMax })
      await Promise.race([ended.promise, late(endMsMax)])
    }
  }
}

function late(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`the caller does not end within ${ms} ms`)), ms).unref()
  })
}
