import { styleText } from 'node:util'
import { formatMicros } from './durations.ts'
import { printable } from './printable.ts'
import { arrangeTrace, isFailed, serviceOf, type TraceRow, type TraceTree } from './trace-tree.ts'
import type { ZipkinSpan } from './zipkin-span.ts'

/**
 * A trace as text: one line per span with its start, duration, a bar, and a tree of services and
 * names; tags that explain something and errors stand behind. Takes spans as Zipkin's v2 API
 * answers them. Control characters are taken out.
 */
export function renderTrace(
  spans: readonly ZipkinSpan[],
  options: { readonly color?: boolean } = {}
): string {
  const tree = arrangeTrace(spans)
  if (tree === undefined) return 'no spans\n'
  const paint: Paint = options.color === true ? colored : (_style, text) => text
  const lines = tree.rows.map(row => renderRow(row, tree, paint))
  return `${[renderHead(tree, paint), ...lines].join('\n')}\n`
}

type Style = 'bold' | 'dim' | 'red' | 'cyan'
type Paint = (style: Style, text: string) => string

/** Whoever asks for colours has looked at where the text goes. */
const colored: Paint = (style, text) => styleText(style, text, { validateStream: false })

function renderHead(tree: TraceTree, paint: Paint): string {
  const { traceId, rows, services, failures, durationMicros, startMicros } = tree
  const facts = [
    formatMicros(durationMicros),
    counted(rows.length, 'span'),
    counted(services.length, 'service'),
    ...(failures === 0 ? [] : [counted(failures, 'error')]),
    startMicros === 0 ? 'no time' : isoTime(startMicros)
  ]
  return `${paint('bold', `trace ${printable(traceId)}`)}  ${facts.join(' · ')}`
}

function renderRow(row: TraceRow, tree: TraceTree, paint: Paint): string {
  const { span, offsetMicros, durationMicros } = row
  const failed = isFailed(span)
  const start = formatMicros(offsetMicros).padStart(9)
  const duration = (span.duration === undefined ? '?' : formatMicros(durationMicros)).padStart(9)
  const bar = paint(failed ? 'red' : 'cyan', renderBar(row, tree.durationMicros))
  const label = `${paint('bold', printable(serviceOf(span)))} ${printable(span.name ?? '(no name)')}`
  const parts = [`${paint('dim', `${start} ${duration}`)} ${bar} ${branch(row)}${label}`]
  if (row.isOrphan) parts.push(paint('dim', '(its caller is missing)'))
  const tags = renderTags(span)
  if (tags !== '') parts.push(paint('dim', tags))
  if (failed) parts.push(paint('red', `✗ ${printable(span.tags?.['error'] || 'error')}`))
  return parts.join('  ')
}

function renderBar({ offsetMicros, durationMicros }: TraceRow, totalMicros: number): string {
  const share = (micros: number): number => (totalMicros === 0 ? 0 : micros / totalMicros)
  const from = Math.min(barWidth - 1, Math.floor(share(offsetMicros) * barWidth))
  const length = Math.max(1, Math.round(share(durationMicros) * barWidth))
  const to = Math.min(barWidth, from + length)
  return `${' '.repeat(from)}${'█'.repeat(to - from)}${' '.repeat(barWidth - to)}`
}

function branch({ open }: TraceRow): string {
  if (open.length === 0) return ''
  const above = open.slice(0, -1).map(isOpen => (isOpen ? '│  ' : '   '))
  return `${above.join('')}${open.at(-1) === true ? '├─ ' : '└─ '}`
}

/** The client's side says whom it called, the others who answered and with what. */
function renderTags(span: ZipkinSpan): string {
  const remote = span.remoteEndpoint?.serviceName
  const called = span.kind === 'CLIENT' && remote !== undefined ? [`→ ${printable(remote)}`] : []
  const told = tagsOfInterest.flatMap(key => {
    const value = span.tags?.[key]
    return value === undefined ? [] : [`${shortNames[key] ?? key}=${printable(value.slice(0, 80))}`]
  })
  return [...called, ...told].join(' ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function isoTime(micros: number): string {
  const date = new Date(micros / 1000)
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString()
}

const barWidth = 24
const tagsOfInterest = [
  'http.status_code',
  'http.path',
  'attempt',
  'outcome',
  'instance',
  'sql.query'
]
const shortNames: Readonly<Record<string, string>> = {
  'http.status_code': 'status',
  'http.path': 'path',
  'sql.query': 'sql'
}
