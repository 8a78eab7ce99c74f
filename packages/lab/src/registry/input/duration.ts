/**
 * Reads a duration as Go writes it (`1m30s`, `500ms`, `1.5h`), in milliseconds, or undefined when
 * it is none. Go counts in 64-bit nanoseconds, so that 290 years are the most.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (text.length > lengthMax || !whole.test(text)) return undefined
  const parts = [...text.matchAll(part)].map(([, value, unit]) => toMs(Number(value), unit))
  const ms = parts.reduce((sum, each) => sum + each, 0)
  return ms > msMax ? undefined : text.startsWith('-') ? -ms : ms
}

/** Writes milliseconds as Go does: `500ms`, `1.5s`, `1m30s`, `1h0m0s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s'
  if (ms < 0) return `-${formatDuration(-ms)}`
  if (ms < 0.001) return `${trim(ms * 1_000_000)}ns`
  if (ms < 1) return `${trim(ms * 1_000)}µs`
  if (ms < 1_000) return `${trim(ms)}ms`
  const minutes = Math.floor(ms / 60_000)
  const seconds = `${trim((ms % 60_000) / 1_000)}s`
  if (minutes === 0) return seconds
  if (minutes < 60) return `${minutes}m${seconds}`
  return `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`
}

const lengthMax = 64
const msMax = 2 ** 63 / 1e6
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g
const whole = new RegExp(`^[+-]?(?:${part.source})+$`)

/** Divides where the unit is smaller, since its factor is no exact number. */
function toMs(value: number, unit: string | undefined): number {
  switch (unit) {
    case 'ns':
      return value / 1_000_000
    case 'ms':
      return value
    case 's':
      return value * 1_000
    case 'm':
      return value * 60_000
    case 'h':
      return value * 3_600_000
    default:
      return value / 1_000
  }
}

function trim(value: number): string {
  return String(Number(value.toFixed(9)))
}
