const frames = ['|', '/', '-', '\\']

/**
 * Tells on standard error that something takes time: one line that is redrawn on a terminal, else a
 * plain line at the start and then one every five seconds. `detail` adds what is known so far, such
 * as a count.
 */
export function startProgress(text, { detail, out = process.stderr } = {}) {
  const started = Date.now()
  const isTerminal = Boolean(out.isTTY)
  const suffix = () => {
    const seconds = `${Math.round((Date.now() - started) / 1000)} s`
    return [seconds, detail === undefined ? '' : detail()].filter(Boolean).join(', ')
  }
  let tick = 0
  const draw = () => out.write(`\r\x1b[2K${frames[tick++ % frames.length]} ${text}: ${suffix()}`)
  if (!isTerminal) out.write(`${text} ...\n`)
  const timer = setInterval(
    isTerminal ? draw : () => out.write(`  ${suffix()}\n`),
    isTerminal ? 120 : 5000
  )
  let isOver = false
  const stop = () => {
    clearInterval(timer)
    if (!isOver && isTerminal) out.write('\r\x1b[2K')
    isOver = true
  }
  const done = what => {
    const line = `${what} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`
    stop()
    out.write(line)
  }
  return { stop, done }
}
