import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/**
 * A form of this size is kept, so that it can be sent again where that is allowed; a larger one
 * flows through.
 */
const keptBytesMax = 65_536
export const bodyBytesMax = 1_048_576

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'kept'; readonly bytes: Buffer }
  | FlowingBody
  | { readonly kind: 'too-large' }
  /** The client has gone, or broke the protocol. */
  | { readonly kind: 'broken' }

/**
 * A body whose bytes go on as they come: only an attempt that was surely not sent can be followed
 * by another.
 */
export type FlowingBody = {
  readonly kind: 'flowing'
  /** Opens the body for one attempt; fails once more than the limit has come. */
  open(): Readable
  /** Whether more than the limit has come. */
  isTooLarge(): boolean
}

/** Takes the body of a request: whole where it is small and its length is told, else as it comes. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (!hasBody(request)) return { kind: 'none' }
  const told = Number(request.headers['content-length'] ?? NaN)
  if (told > bodyBytesMax) return { kind: 'too-large' }
  return told <= keptBytesMax ? keep(request) : flow(request)
}

/** Whether the head announces one. */
export function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  return headers['content-length'] !== undefined && Number(headers['content-length']) !== 0
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

function flow(request: IncomingMessage): FlowingBody {
  let size = 0
  // A told length is held by the parser; one that is not told has to be counted.
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length
      if (size > bodyBytesMax) throw new RangeError('the body is too large')
      yield chunk as Buffer
    }
  }
  return {
    kind: 'flowing',
    open: () => Readable.from(counted(), { objectMode: false }),
    isTooLarge: () => size > bodyBytesMax
  }
}
