import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Failure } from '../runtime/failure.ts'

/** One product, or why the line holds none. Lines are counted from 1. */
export type SourceLine = {
  /** Names where the line comes from. */
  readonly source: string
  readonly line: number
} & ({ readonly text: string } | { readonly message: string })

export const lineBytesMax = 65_536
const lineFeed = 0x0a

/**
 * The lines of a file that are not empty, without holding more of it than a line and a chunk. Throws a
 * `Failure` with exit code 2 when it cannot be read.
 */
export async function* linesOf(file: string): AsyncGenerator<SourceLine> {
  const source = basename(file)
  const pending = createPending()
  let line = 0
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let start = 0
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        pending.add(chunk.subarray(start, end))
        line += 1
        yield* filled({ source, line, ...pending.take() })
        start = end + 1
      }
      pending.add(chunk.subarray(start))
    }
  } catch (error) {
    const message = `${file} cannot be read: ${(error as Error).message}`
    throw new Failure(message, { exitCode: 2, cause: error })
  }
  yield* filled({ source, line: line + 1, ...pending.take() })
}

/** Made up products as lines. */
export function* generatedLines(products: Iterable<unknown>): Generator<SourceLine> {
  let line = 0
  for (const product of products) {
    line += 1
    yield { source: 'generated', line, text: JSON.stringify(product) }
  }
}

/** One line of each in turn, so that the newest products of the shop are of all kinds. */
export async function* interleaved(
  sources: readonly AsyncGenerator<SourceLine>[]
): AsyncGenerator<SourceLine> {
  let open = [...sources]
  while (open.length > 0) {
    const ended = new Set<AsyncGenerator<SourceLine>>()
    for (const source of open) {
      const next = await source.next()
      if (next.done === true) ended.add(source)
      else yield next.value
    }
    open = open.filter(source => !ended.has(source))
  }
}

function filled(line: SourceLine): readonly SourceLine[] {
  return 'text' in line && line.text.trim() === '' ? [] : [line]
}

/** The part of a line that was read. */
function createPending() {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Buffer[] = []
  let length = 0
  return {
    add(part: Buffer): void {
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
