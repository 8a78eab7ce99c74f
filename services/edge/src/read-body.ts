import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

/** A form of this size is kept, so that it can be sent again if it surely was not sent; a larger one flows through. */
const keptBytesMax = 65_536
export const bodyBytesMax = 1_048_576

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'kept'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable }
  | { readonly kind: 'too-large' }
  /** The client has gone, or broke the protocol. */
  | { readonly kind: 'broken' }

/** Takes the body of a request: whole where it is small and its length is told, else as it comes. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const told = request.headers['content-length']
  const isChunked = request.headers['transfer-encoding'] !== undefined
  if (!isChunked && (told === undefined || told === '0')) return { kind: 'none' }
  if (!isChunked && Number(told) > bodyBytesMax) return { kind: 'too-large' }
  if (!isChunked && Number(told) <= keptBytesMax) return keep(request)
  return { kind: 'stream', stream: request }
}

async function keep(request: IncomingMessage): Promise<Body> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return { kind: 'kept', bytes: Buffer.concat(chunks) }
  } catch {
    return { kind: 'broken' }
  }
}
