import { styleText } from 'node:util'
import { briefFields, fieldText } from './log-fields.ts'
import { levelNames } from './log-line.ts'
import { printable } from './printable.ts'

/**
 * One JSON line of a log as text: time, level, instance, message, then what differs as `key=value`,
 * the correlation id last. What is no JSON object is answered as it is. Control characters are
 * taken out; a stack gets lines of its own.
 */
export function renderLogLine(line: string, options: { readonly color?: boolean } = {}): string {
  const fields = parse(line)
  if (fields === undefined) return printable(line)
  const paint: Paint = options.color === true ? colored : (_style, text) => text
  const { time, level, service, instance, msg, traceId, err } = fields
  const name = levelName(level)
  const head = [
    paint('dim', printable(fieldText(time))),
    paint(styleOf(name), name.toUpperCase().padEnd(5)),
    paint('bold', printable(fieldText(instance ?? service)).padEnd(11)),
    printable(fieldText(msg))
  ]
  const rest = briefFields(fields).map(
    ([key, value]) => `${paint('dim', `${printable(key)}=`)}${printable(value)}`
  )
  const trace =
    traceId === undefined ? [] : [paint('dim', `trace=${printable(fieldText(traceId))}`)]
  return `${[...head, ...rest, ...trace].join(' ')}${renderStack(err, paint)}`
}

type Style = 'dim' | 'bold' | 'red' | 'yellow' | 'green'
type Paint = (style: Style, text: string) => string

/** Whoever asks for colours has looked at where the text goes. */
const colored: Paint = (style, text) => styleText(style, text, { validateStream: false })

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

function levelName(level: unknown): string {
  if (typeof level === 'number') return levelNames[Math.floor(level / 10) - 1] ?? String(level)
  return typeof level === 'string' ? printable(level.slice(0, 8)) : 'info'
}

function styleOf(level: string): Style {
  if (level === 'error' || level === 'fatal') return 'red'
  return level === 'warn' ? 'yellow' : 'green'
}

function renderStack(err: unknown, paint: Paint): string {
  if (typeof err !== 'object' || err === null) return ''
  const { stack } = err as { stack?: unknown }
  const lines = typeof stack === 'string' ? stack.split('\n').slice(0, stackLinesMax) : []
  return lines.map(line => `\n    ${paint('red', printable(line))}`).join('')
}

const stackLinesMax = 20
