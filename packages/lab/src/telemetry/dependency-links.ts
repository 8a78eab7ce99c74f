import { setImmediate } from 'node:timers/promises'

/** What of a span tells who calls whom. */
export type LinkSpan = {
  readonly id: string
  readonly parentId: string | null
  readonly kind: string | null
  readonly shared: number
  readonly failed: number
  readonly service: string | null
  readonly remote: string | null
}

/** How often one service called another. */
export type DependencyLink = {
  readonly parent: string
  readonly child: string
  readonly callCount: number
  readonly errorCount?: number
}

/**
 * Counts the calls between services in the spans of many traces, as Zipkin does: a call is told by
 * the callee's span, and by the caller's only if the callee sent none. Takes spans of one trace at
 * a time, and lets others work every 200 traces.
 */
export async function linkServices(
  traces: Iterable<readonly LinkSpan[]>
): Promise<readonly DependencyLink[]> {
  const counts = new Map<string, Count>()
  let seen = 0
  for (const spans of traces) {
    for (const call of callsOf(spans)) count(counts, call)
    if (++seen % 200 === 0) await setImmediate()
  }
  return [...counts.values()].map(({ parent, child, calls, errors }) => ({
    parent,
    child,
    callCount: calls,
    ...(errors === 0 ? {} : { errorCount: errors })
  }))
}

type Call = { readonly parent: string; readonly child: string; readonly failed: boolean }
type Count = { readonly parent: string; readonly child: string; calls: number; errors: number }

function count(counts: Map<string, Count>, { parent, child, failed }: Call): void {
  const key = `${parent} ${child}`
  const found = counts.get(key) ?? { parent, child, calls: 0, errors: 0 }
  found.calls++
  if (failed) found.errors++
  counts.set(key, found)
}

function callsOf(spans: readonly LinkSpan[]): readonly Call[] {
  const tree = createTree(spans)
  return spans.flatMap(span => callOf(span, tree))
}

function callOf(span: LinkSpan, tree: Tree): readonly Call[] {
  const { service, remote } = span
  // A span without a kind that knows both sides is a call, such as one to a database.
  const kind = span.kind ?? (service !== null && remote !== null ? 'CLIENT' : null)
  if (kind === null) return []
  const own = span.failed === 1
  if (kind === 'PRODUCER') return call(service, remote, own)
  if (kind === 'CONSUMER') return call(remote, service, own)
  const above = tree.remoteAbove(span)
  const caller = above?.service ?? null
  if (kind === 'CLIENT') {
    if (tree.hasChildren(span)) return []
    // A caller under another service's span was called by it, though its own server span is missing.
    const missing = service === caller ? [] : call(caller, service, false)
    return [...missing, ...call(service ?? caller, remote, own)]
  }
  const isCalled = above?.kind === 'CLIENT' && tree.parent(span) === above
  return call(caller ?? remote, service, own || (isCalled && above.failed === 1))
}

function call(parent: string | null, child: string | null, failed: boolean): readonly Call[] {
  return parent === null || child === null ? [] : [{ parent, child, failed }]
}

type Tree = {
  parent(span: LinkSpan): LinkSpan | undefined
  hasChildren(span: LinkSpan): boolean
  /** The nearest span above that is a side of a call. */
  remoteAbove(span: LinkSpan): LinkSpan | undefined
}

function createTree(spans: readonly LinkSpan[]): Tree {
  const own = new Map<string, LinkSpan>()
  const shared = new Map<string, LinkSpan>()
  for (const span of spans) (span.shared === 1 ? shared : own).set(span.id, span)
  const parent = ({ id, parentId, shared: isShared, service }: LinkSpan): LinkSpan | undefined => {
    if (isShared === 1 && own.has(id)) return own.get(id)
    if (parentId === null) return undefined
    // Two processes may share a span id; a child belongs to the one of its own service.
    const sibling = shared.get(parentId)
    return sibling?.service === service ? sibling : (own.get(parentId) ?? sibling)
  }
  const parents = new Set(spans.map(parent))
  return {
    parent,
    hasChildren: span => parents.has(span),
    remoteAbove: span => {
      const seen = new Set([span])
      let above = parent(span)
      while (above !== undefined && above.kind === null && !seen.has(above)) {
        seen.add(above)
        above = parent(above)
      }
      return above
    }
  }
}
