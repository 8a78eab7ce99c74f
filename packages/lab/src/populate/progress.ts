import type { Loaded } from './load.ts'

type Output = { write(text: string): unknown; readonly isTTY?: boolean }

export type Progress = {
  tell(loaded: Loaded): void
  /** Prints a line of its own, above what is going on. */
  note(text: string): void
  end(): void
}

const everyMs = 1_000

/** Tells what was done and how fast: in one line of a terminal, else as a line each second. */
export function createProgress(options: {
  readonly output: Output
  /** Milliseconds that rise. */
  readonly clock: () => number
  readonly total: number | undefined
}): Progress {
  const { output, clock, total } = options
  const startedAt = clock()
  const isTerminal = output.isTTY === true
  let toldAt = startedAt
  let shown = ''
  const clear = isTerminal ? '\r\u001b[K' : ''
  return {
    tell(loaded) {
      const now = clock()
      if (!isTerminal && now - toldAt < everyMs) return
      toldAt = now
      shown = lineOf(loaded, { total, ms: now - startedAt })
      output.write(isTerminal ? `${clear}${shown}` : `${shown}\n`)
    },
    note(text) {
      output.write(isTerminal ? `${clear}${text}\n${shown}` : `${text}\n`)
    },
    end() {
      if (isTerminal && shown !== '') output.write(clear)
      shown = ''
    }
  }
}

/** Products a second since the start. */
export function rateOf({ created, updated }: Loaded, ms: number): number {
  return Math.round(((created + updated) * 1_000) / Math.max(ms, 1))
}

function lineOf(
  loaded: Loaded,
  { total, ms }: { readonly total: number | undefined; readonly ms: number }
): string {
  const { created, updated, failed } = loaded
  const done = created + updated
  const of = total === undefined ? '' : ` of ${numberOf(total)}`
  const bad = failed > 0 ? `, ${numberOf(failed)} bad` : ''
  return `${numberOf(done)}${of} products, ${numberOf(rateOf(loaded, ms))} a second${bad}`
}

export function numberOf(value: number): string {
  return value.toLocaleString('en')
}
