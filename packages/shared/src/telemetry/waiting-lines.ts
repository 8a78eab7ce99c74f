/** What waits to be sent, the oldest first. */
export type WaitingLines = {
  add(line: string): void
  /** Removes up to `count` of the oldest. */
  take(count: number): string[]
  /** Puts back what was taken last. */
  putBack(lines: readonly string[]): void
  count(): number
}

/**
 * Holds 5,000 lines at most, and 8 MB of them; the oldest go first. `onDropped` is told how many have
 * gone.
 */
export function createWaitingLines(onDropped: (lines: number) => void): WaitingLines {
  const waiting: string[] = []
  let chars = 0
  const trim = (): void => {
    let excess = 0
    while (waiting.length - excess > linesMax || chars > charsMax) {
      chars -= waiting[excess]?.length ?? 0
      excess++
    }
    if (excess > 0) onDropped(waiting.splice(0, excess).length)
  }
  return {
    add: line => {
      waiting.push(line)
      chars += line.length
      trim()
    },
    take: count => {
      const taken = waiting.splice(0, count)
      chars -= lengthOf(taken)
      return taken
    },
    putBack: lines => {
      waiting.unshift(...lines)
      chars += lengthOf(lines)
      trim()
    },
    count: () => waiting.length
  }
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

const linesMax = 5000
const charsMax = 8_000_000
