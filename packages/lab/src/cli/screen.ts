import type { Writable } from 'node:stream'

/** What a person sees of work that takes a while. */
export type Screen = {
  /** What is being done; shown once it has taken more than a second, and replaced by the next one. */
  progress(text: string): void
  /** Lines that stay. Takes the progress away. */
  print(text: string): void
  close(): void
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const quietMs = 1_000
const plainEveryMs = 3_000

/** One line that is redrawn on a terminal; elsewhere a plain line now and then. Progress goes to `errors`. */
export function createScreen(streams: {
  readonly out: Writable
  readonly errors: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}): Screen {
  const { out, errors } = streams
  const isTerminal = errors.isTTY === true
  const startedAt = Date.now()
  let text: string | undefined
  let shown: string | undefined
  let frame = 0
  const seconds = (): string => `${Math.floor((Date.now() - startedAt) / 1000)} s`
  const clear = (): void => {
    if (isTerminal && shown !== undefined) errors.write('\r\u001b[2K')
    shown = undefined
  }
  const draw = (): void => {
    if (text === undefined || Date.now() - startedAt < quietMs) return
    if (!isTerminal) {
      if (text !== shown) errors.write(`${seconds()}: ${text}\n`)
      shown = text
      return
    }
    const line = `${frames[frame++ % frames.length]} ${text} (${seconds()})`
    errors.write(`\r\u001b[2K${line.slice(0, (errors.columns ?? 80) - 1)}`)
    shown = text
  }
  const timer = setInterval(draw, isTerminal ? 100 : plainEveryMs)
  timer.unref()
  // Whoever reads us may go away; the lab must not end by that in disorder.
  for (const stream of [out, errors]) stream.on('error', () => undefined)
  return {
    progress(next) {
      text = next
    },
    print(lines) {
      text = undefined
      clear()
      out.write(`${lines}\n`)
    },
    close() {
      text = undefined
      clear()
      clearInterval(timer)
    }
  }
}
