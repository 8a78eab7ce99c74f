import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'

export type HttpCall = {
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly timeoutMs: number
}

export type HttpAnswer = { readonly status: number; readonly text: string }

const bytesMax = 8 * 1024 * 1024

/**
 * One request on a connection of its own; throws when there is no whole answer in time. Built on
 * node:http, since the launcher lives long and should stay small.
 */
export function httpCall({
  url,
  method = 'GET',
  headers,
  body,
  timeoutMs
}: HttpCall): Promise<HttpAnswer> {
  const send = url.startsWith('https:') ? requestSecure : requestPlain
  const content = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(content !== undefined && { 'content-type': 'application/json' }),
          ...headers
        }
      },
      response => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > bytesMax)
            response.destroy(new Error(`${url} answers more than ${bytesMax} bytes`))
          else chunks.push(chunk)
        })
        response.once('error', reject)
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, text })
        })
      }
    )
    request.once('error', reject)
    request.end(content)
  })
}

/** Parses what may be anything; nothing when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
