import type { LoadFigures } from '../load/run-load.ts'
import { readNumber } from '../cli/arguments.ts'
import { table } from '../cli/table.ts'
import { helpOf, textOf, type Verb } from './verb.ts'

const plainEverySeconds = 5

export const load: Verb = {
  name: 'load',
  words: '[--rate N] [--duration S]',
  summary: 'shoppers who look around, fill carts and buy',
  help: `Sends N requests a second through the edge, as shoppers would: they browse and search, some fill
a cart, a few buy. The rate does not fall when the shop is slow; times count from the moment at
which a request was due.

  --rate N       requests per second (10)
  --duration S   seconds (until Ctrl-C)
  --json         the figures at the end as JSON

More than the edge allows to one client (npm start -- --rate-limit) is answered 429 and counted
apart. The exit code is 1 when there were errors.`,
  wordsMin: 0,
  wordsMax: 0,
  options: { rate: { type: 'string' }, duration: { type: 'string' }, json: { type: 'boolean' } },
  async run({ note, print, isTerminal, signal }, { options }) {
    const help = helpOf('load')
    const rate = readNumber('--rate', textOf(options, 'rate') ?? '10', { min: 1, max: 5_000, help })
    const duration = textOf(options, 'duration')
    const seconds =
      duration === undefined
        ? undefined
        : readNumber('--duration', duration, { min: 1, max: 86_400, help })
    const isJson = options['json'] === true
    const end =
      seconds === undefined
        ? signal
        : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)])
    const sample = isJson ? undefined : showSample({ print, isTerminal })
    // Its HTTP client takes a tenth of a second to load.
    const { runLoad } = await import('../load/run-load.ts')
    const figures = await runLoad({
      url: note().shop,
      rate,
      signal: end,
      ...(sample !== undefined && { onSample: sample })
    })
    print(isJson ? JSON.stringify(figures, undefined, 2) : figuresText(figures))
    return figures.errors === 0 ? 0 : 1
  }
}

/** On a terminal one line that is redrawn every second, else a line every five. */
function showSample({
  print,
  isTerminal
}: {
  readonly print: (text: string) => void
  readonly isTerminal: boolean
}): (figures: LoadFigures) => void {
  let shownAt = 0
  return figures => {
    if (isTerminal) {
      process.stderr.write(`\r\u001b[2K${sampleLine(figures)}`)
      return
    }
    if (figures.seconds - shownAt < plainEverySeconds - 0.5) return
    shownAt = figures.seconds
    print(sampleLine(figures))
  }
}

function sampleLine({
  seconds,
  requests,
  perSecond,
  errors,
  limited,
  orders,
  latency
}: LoadFigures): string {
  const parts = [
    `${Math.round(seconds)} s`,
    `${requests} requests (${perSecond.toFixed(1)}/s)`,
    errors === 1 ? '1 error' : `${errors} errors`,
    ...(limited > 0 ? [`${limited} limited`] : []),
    orders === 1 ? '1 order' : `${orders} orders`,
    `p50 ${latency.p50} ms`,
    `p99 ${latency.p99} ms`
  ]
  return parts.join(', ')
}

function figuresText(figures: LoadFigures): string {
  const rows = figures.pages.map(({ page, requests, errors, latency }) => ({
    PAGE: page,
    REQUESTS: String(requests),
    ERRORS: errors === 0 ? '-' : String(errors),
    P50: `${latency.p50} ms`,
    P95: `${latency.p95} ms`,
    P99: `${latency.p99} ms`,
    MAX: `${latency.max} ms`
  }))
  const columns = ['PAGE', 'REQUESTS', 'ERRORS', 'P50', 'P95', 'P99', 'MAX']
  const failures = figures.failures.map(({ what, count }) => `${count} times ${what}`)
  const missed =
    figures.missed > 0 ? [`${figures.missed} requests were not sent: too many were waiting`] : []
  const head = process.stderr.isTTY ? '\r\u001b[2K' : ''
  return [
    `${head}${sampleLine(figures)}`,
    '',
    table(rows, { columns, right: columns.slice(1) }),
    ...(failures.length > 0 ? ['', ...failures] : []),
    ...missed
  ].join('\n')
}
