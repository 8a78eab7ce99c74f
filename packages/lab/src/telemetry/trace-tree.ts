import type { ZipkinSpan } from './zipkin-span.ts'

/** A trace, ready to be drawn line by line. */
export type TraceTree = {
  readonly traceId: string
  /** Depth first: a span, then what it called, in the order of time. */
  readonly rows: readonly TraceRow[]
  /** Epoch microseconds; 0 if no span has a time. */
  readonly startMicros: number
  readonly durationMicros: number
  /** In the order in which they appear. */
  readonly services: readonly string[]
  readonly failures: number
}

export type TraceRow = {
  readonly span: ZipkinSpan
  /** 0 for a root. */
  readonly depth: number
  /** For each level above, whether another span follows there; draws the lines of a tree. */
  readonly open: readonly boolean[]
  /** Microseconds from the start of the trace. */
  readonly offsetMicros: number
  readonly durationMicros: number
  /** The parent's span did not come in. */
  readonly isOrphan: boolean
}

/**
 * Arranges the spans of one trace. They may be incomplete, doubled or tied in a loop: every span is
 * drawn once. Undefined without any span.
 */
export function arrangeTrace(spans: readonly ZipkinSpan[]): TraceTree | undefined {
  const [first] = spans
  if (first === undefined) return undefined
  const times = spans.flatMap(span => (span.timestamp === undefined ? [] : [span.timestamp]))
  const startMicros = times.reduce((least, time) => Math.min(least, time), times[0] ?? 0)
  const ends = spans.map(span => (span.timestamp ?? startMicros) + (span.duration ?? 0))
  const rows = flatten(spans, startMicros)
  return {
    traceId: first.traceId,
    rows,
    startMicros,
    durationMicros: ends.reduce((most, end) => Math.max(most, end), startMicros) - startMicros,
    services: [...new Set(rows.map(row => serviceOf(row.span)))],
    failures: spans.filter(isFailed).length
  }
}

export function serviceOf(span: ZipkinSpan): string {
  return span.localEndpoint?.serviceName ?? 'unknown'
}

export function isFailed(span: ZipkinSpan): boolean {
  return span.tags !== undefined && 'error' in span.tags
}

type Pending = {
  readonly span: ZipkinSpan
  readonly depth: number
  readonly open: readonly boolean[]
  readonly isOrphan: boolean
}

/** With a stack of its own: a chain of a thousand calls must not end the process. */
function flatten(spans: readonly ZipkinSpan[], startMicros: number): readonly TraceRow[] {
  const { roots, children } = relate(spans)
  const rows: TraceRow[] = []
  const seen = new Set<ZipkinSpan>()
  const draw = (root: ZipkinSpan): void => {
    const isOrphan = root.parentId !== undefined
    const stack: Pending[] = [{ span: root, depth: 0, open: [], isOrphan }]
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (seen.has(next.span)) continue
      seen.add(next.span)
      rows.push(rowOf(next, startMicros))
      const below = children.get(next.span) ?? []
      const { depth, open } = next
      for (const [index, span] of [...below.entries()].toReversed()) {
        const isLast = index === below.length - 1
        // Levels beyond the limit are drawn at it.
        const lines = open.length < depthMax ? [...open, !isLast] : open
        stack.push({ span, depth: Math.min(depth + 1, depthMax), open: lines, isOrphan: false })
      }
    }
  }
  roots.forEach(draw)
  // What hangs in a loop has no root.
  for (const span of spans) if (!seen.has(span)) draw(span)
  return rows
}

function rowOf({ span, depth, open, isOrphan }: Pending, startMicros: number): TraceRow {
  return {
    span,
    depth,
    open,
    isOrphan,
    offsetMicros: (span.timestamp ?? startMicros) - startMicros,
    durationMicros: span.duration ?? 0
  }
}

function relate(spans: readonly ZipkinSpan[]): {
  readonly roots: readonly ZipkinSpan[]
  readonly children: ReadonlyMap<ZipkinSpan, readonly ZipkinSpan[]>
} {
  const ordered = spans.toSorted((a, b) => (a.timestamp ?? Infinity) - (b.timestamp ?? Infinity))
  const byId = Map.groupBy(ordered, span => span.id)
  const parentOf = (span: ZipkinSpan): ZipkinSpan | undefined => {
    const twins = byId.get(span.id) ?? []
    // Caller and callee may share an id: then the caller's span is above.
    const caller = span.shared === true ? twins.find(twin => twin.shared !== true) : undefined
    if (caller !== undefined) return caller
    const candidates = span.parentId === undefined ? [] : (byId.get(span.parentId) ?? [])
    const own = candidates.find(candidate => serviceOf(candidate) === serviceOf(span))
    return own ?? candidates[0]
  }
  const parents = new Map(ordered.map(span => [span, parentOf(span)]))
  const children = Map.groupBy(ordered, span => parents.get(span) ?? span)
  for (const [parent, below] of children) {
    if (below.includes(parent))
      children.set(
        parent,
        below.filter(span => span !== parent)
      )
  }
  return { roots: ordered.filter(span => parents.get(span) === undefined), children }
}

const depthMax = 40
