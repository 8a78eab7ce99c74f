import { styleText } from 'node:util'
import { levelNames } from './log-line.ts'
import { printable } from './printable.ts'

/**
 * One JSON line of a log as text: time, level, instance, message, then the other fields as `key=value`. What is no JSON
 * object is answered as it is. Control characters are taken out; a stack is put on lines of its own.
 */
export function renderLogLine(line: string, options: { readonly color?: boolean } = {}): string {
  const fields = parse(line)
  if (fields === undefined) return printable(line)
  const paint: Paint = options.color === true ? styleText : (_style, text) => text
  const { time, level, service, instance, msg, err, ...rest } = fields
  const name = levelName(level)
  const head = [
    paint('dim', printable(text(time))),
    paint(styleOf(name), name.toUpperCase().padEnd(5)),
    paint('bold', printable(text(instance ?? service)).padEnd(11)),
    printable(text(msg))
  ].join(' ')
  const others = Object.entries(rest).filter(([key]) => !hidden.includes(key))
  const tail = others.map(([key, value]) => ` ${paint('dim', `${printable(key)}=`)}${brief(value)}`)
  return `${head}${tail.join('')}${renderError(err, paint)}`
}

type Style = 'dim' | 'bold' | 'red' | 'yellow' | 'green'
type Paint = (style: Style, text: string) => string

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

function renderError(err: unknown, paint: Paint): string {
  if (typeof err !== 'object' || err === null) return ''
  const { stack, message } = err as { stack?: unknown; message?: unknown }
  const lines = text(stack ?? message)
    .split('\n')
    .slice(0, stackLinesMax)
  return lines.map(line => `\n    ${paint('red', printable(line))}`).join('')
}

function brief(value: unknown): string {
  const written = typeof value === 'string' ? value : JSON.stringify(value)
  return printable(written.length > valueMax ? `${written.slice(0, valueMax)}…` : written)
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

/** What is the same in every line of a process, or too long for a glance. */
const hidden: readonly string[] = ['version', 'spanId', 'pid', 'hostname']
const stackLinesMax = 20
const valueMax = 200
