import type { Endpoint, EndpointSet, Watched } from '../discovery/index.ts'

/** One instance of the target as the balancer sees it. */
export type Node<Way> = {
  readonly endpoint: Endpoint
  readonly way: Way
  /** Attempts in flight. Changed by who picks it. */
  pending: number
}

/** The way to one endpoint; `close` lets what is in flight finish. */
export type Connection<Way> = { readonly way: Way; readonly close: () => Promise<void> }

export type Endpoints<Way> = {
  /** Those to pick from: the ready, else the draining, else the failing. Empty while nothing is known. */
  eligible(): readonly Node<Way>[]
  all(): readonly Node<Way>[]
  /** Waits for the registry's first word, at most `ms`. A set that is known to be empty is not waited for. */
  ready(ms: number): Promise<void>
  close(): Promise<void>
}

/** Keeps one connection per endpoint of the watched set, across every change of the set. */
export function createEndpoints<Way>(
  watched: Watched,
  connect: (endpoint: Endpoint) => Connection<Way>
): Endpoints<Way> {
  const open = new Map<string, Opened<Way>>()
  let eligible: readonly Node<Way>[] = []
  const apply = (set: EndpointSet): void => {
    const present = set.endpoints.filter(({ state }) => state !== 'gone')
    closeMissing(open, new Set(present.map(keyOf)))
    for (const endpoint of present) admit(open, endpoint, connect)
    eligible = pickFrom([...open.values()].map(({ node }) => node))
  }
  apply(watched.current())
  const stop = watched.onChange(apply)
  return {
    eligible: () => eligible,
    all: () => [...open.values()].map(({ node }) => node),
    async ready(ms) {
      if (watched.current().source === 'none') await watched.ready(ms)
    },
    async close() {
      stop()
      const closing = [...open.values()].map(({ connection }) => connection.close())
      open.clear()
      eligible = []
      await Promise.all(closing)
    }
  }
}

type Opened<Way> = { readonly node: Node<Way>; readonly connection: Connection<Way> }

function admit<Way>(
  open: Map<string, Opened<Way>>,
  endpoint: Endpoint,
  connect: (endpoint: Endpoint) => Connection<Way>
): void {
  const key = keyOf(endpoint)
  const known = open.get(key)
  const connection = known?.connection ?? attempt(connect, endpoint)
  if (connection === undefined) return
  // The node is kept across changes of state, so that its count of attempts in flight stays true.
  const node = known
    ? Object.assign(known.node, { endpoint })
    : { endpoint, way: connection.way, pending: 0 }
  open.set(key, { node, connection })
}

/** An address that is none must not take the other endpoints with it: it came from outside. */
function attempt<Way>(
  connect: (endpoint: Endpoint) => Connection<Way>,
  endpoint: Endpoint
): Connection<Way> | undefined {
  try {
    return connect(endpoint)
  } catch {
    return undefined
  }
}

function closeMissing<Way>(open: Map<string, Opened<Way>>, present: ReadonlySet<string>): void {
  for (const [key, { connection }] of open) {
    if (present.has(key)) continue
    open.delete(key)
    connection.close().catch(() => undefined)
  }
}

function pickFrom<Way>(nodes: readonly Node<Way>[]): readonly Node<Way>[] {
  const inState = (state: string): readonly Node<Way>[] =>
    nodes.filter(({ endpoint }) => endpoint.state === state)
  const [ready, failing, draining] = [inState('ready'), inState('failing'), inState('draining')]
  // A draining instance still serves, and a check may be wrong: better asked than nobody.
  return ready.length > 0 ? ready : draining.length > 0 ? draining : failing
}

function keyOf({ id, address, port }: Endpoint): string {
  return `${id} ${address}:${port}`
}
