/**
 * Calls back at the first of them and swallows the others: npm passes on a Ctrl-C that the terminal
 * has sent already.
 */
export function onSignals(listener: () => void): void {
  let isFirst = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isFirst) listener()
      isFirst = false
    })
  }
}
