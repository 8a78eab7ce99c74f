import type { Endpoint, EndpointSet, Watched } from '../discovery/index.ts'
import type { Send } from './call.ts'

/** One instance of the target as the balancer sees it. */
export type Node = {
  readonly endpoint: Endpoint
  readonly send: Send
  /** Attempts in flight. Changed by `balance` only. */
  pending: number
}

/** The way to one endpoint; `close` lets what is in flight finish. */
export type Connection = { readonly send: Send; readonly close: () => Promise<void> }

export type Endpoints = {
  /** Those to pick from: the ready, else the draining, else the failing. Empty while nothing is known. */
  eligible(): readonly Node[]
  all(): readonly Node[]
  /** Waits until there is something to pick, at most `ms`. */
  ready(ms: number): Promise<void>
  close(): Promise<void>
}

/** Keeps one connection per endpoint of the watched set, across every change of the set. */
export function createEndpoints(
  watched: Watched,
  connect: (endpoint: Endpoint) => Connection
): Endpoints {
  const open = new Map<string, { readonly node: Node; readonly connection: Connection }>()
  let eligible: readonly Node[] = []
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
    ready: async ms => void (await watched.ready(ms)),
    async close() {
      stop()
      const closing = [...open.values()].map(({ connection }) => connection.close())
      open.clear()
      await Promise.all(closing)
    }
  }
}

type Opened = { readonly node: Node; readonly connection: Connection }

function admit(
  open: Map<string, Opened>,
  endpoint: Endpoint,
  connect: (endpoint: Endpoint) => Connection
): void {
  const key = keyOf(endpoint)
  const known = open.get(key)
  const connection = known?.connection ?? connect(endpoint)
  // The node is kept across changes of state, so that its count of attempts in flight stays true.
  const node = known
    ? Object.assign(known.node, { endpoint })
    : { endpoint, send: connection.send, pending: 0 }
  open.set(key, { node, connection })
}

function closeMissing(open: Map<string, Opened>, present: ReadonlySet<string>): void {
  for (const [key, { connection }] of open) {
    if (present.has(key)) continue
    open.delete(key)
    void connection.close()
  }
}

function pickFrom(nodes: readonly Node[]): readonly Node[] {
  const inState = (state: string): readonly Node[] =>
    nodes.filter(({ endpoint }) => endpoint.state === state)
  const [ready, failing, draining] = [inState('ready'), inState('failing'), inState('draining')]
  // A draining instance still serves, and a check may be wrong: better asked than nobody.
  return ready.length > 0 ? ready : draining.length > 0 ? draining : failing
}

function keyOf({ id, address, port }: Endpoint): string {
  return `${id} ${address}:${port}`
}
