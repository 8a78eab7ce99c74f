import type { ProductApi } from './product-api.ts'
import type { SourceLine } from './lines.ts'

export type Loaded = {
  readonly created: number
  readonly updated: number
  readonly failed: number
}

export type LoadOptions = {
  readonly api: ProductApi
  readonly setsStock: boolean
  readonly onBadLine: (line: { source: string; line: number; message: string }) => void
  readonly onProgress: (loaded: Loaded) => void
}

const batchLinesMax = 1_000
const batchBytesMax = 4 * 1024 * 1024

/** Saves all good lines, a thousand at a time, and tells the bad ones. */
export async function load(
  lines: AsyncIterable<SourceLine> | Iterable<SourceLine>,
  options: LoadOptions
): Promise<Loaded> {
  const { api, setsStock, onBadLine, onProgress } = options
  let loaded: Loaded = { created: 0, updated: 0, failed: 0 }
  const send = async ({ good, bad }: Batch): Promise<void> => {
    for (const line of bad) onBadLine(line)
    const texts = good.map(({ text }) => text)
    const report = texts.length > 0 ? await api.save(texts, { setsStock }) : nothing
    for (const { line, message } of report.errors) {
      const told = good[line - 1]
      if (told !== undefined) onBadLine({ source: told.source, line: told.line, message })
    }
    loaded = {
      created: loaded.created + report.created,
      updated: loaded.updated + report.updated,
      failed: loaded.failed + report.failed + bad.length
    }
    onProgress(loaded)
  }
  let sending = Promise.resolve()
  for await (const batch of batchesOf(lines)) {
    // One after the other, so that of two lines for one product the last counts; read while one is saved.
    await sending
    sending = send(batch)
    sending.catch(() => undefined)
  }
  await sending
  return loaded
}

const nothing = { created: 0, updated: 0, failed: 0, errors: [] }

type Batch = {
  readonly good: readonly (SourceLine & { readonly text: string })[]
  readonly bad: readonly (SourceLine & { readonly message: string })[]
}

async function* batchesOf(
  lines: AsyncIterable<SourceLine> | Iterable<SourceLine>
): AsyncGenerator<Batch> {
  let good: Batch['good'][number][] = []
  let bad: Batch['bad'][number][] = []
  let bytes = 0
  for await (const line of lines) {
    if ('text' in line) good.push(line)
    else bad.push(line)
    bytes += 'text' in line ? line.text.length : 0
    if (good.length + bad.length >= batchLinesMax || bytes >= batchBytesMax) {
      yield { good, bad }
      good = []
      bad = []
      bytes = 0
    }
  }
  if (good.length + bad.length > 0) yield { good, bad }
}
