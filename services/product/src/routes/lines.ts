import { DomainError } from '@microzon/shared/errors'

/** A line of a file, counted from 1, or why it cannot be read. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly message: string }

const lineBytesMax = 65_536
const bodyBytesMax = 256 * 1024 * 1024
const lineFeed = 0x0a

/**
 * Splits a stream of UTF-8 into lines without holding more of it than a line and a chunk. A line of more than
 * 64 KiB is told and passed over. Throws `BULK_TOO_LARGE` above 256 MiB and `BULK_INTERRUPTED` when the
 * sender goes away.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const pending = createPending()
  let bytes = 0
  let line = 0
  for await (const chunk of whole(body)) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) throw new DomainError('BULK_TOO_LARGE', 'the body is above 256 MiB')
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      pending.add(chunk.subarray(start, end))
      line += 1
      yield { line, ...pending.take() }
      start = end + 1
    }
    pending.add(chunk.subarray(start))
  }
  if (!pending.isEmpty()) yield { line: line + 1, ...pending.take() }
}

async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    throw new DomainError('BULK_INTERRUPTED', 'the body ended before its end', { cause })
  }
}

/** The part of a line that has arrived. */
function createPending() {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Uint8Array[] = []
  let length = 0
  return {
    isEmpty: () => length === 0,
    add(part: Uint8Array): void {
      length += part.length
      if (length <= lineBytesMax) parts.push(part)
      else parts = []
    },
    take(): { readonly text: string } | { readonly message: string } {
      const isTooLong = length > lineBytesMax
      const whole = Buffer.concat(parts)
      parts = []
      length = 0
      if (isTooLong) return { message: `the line is longer than ${lineBytesMax} bytes` }
      try {
        return { text: decoder.decode(whole) }
      } catch {
        return { message: 'the line is not UTF-8' }
      }
    }
  }
}
