import type { Endpoint, EndpointSet, Watched } from '../discovery/index.ts'
import { systemClock } from './clock.ts'
import { firstEstimateMs } from './load.ts'
import { noTiers, tiersOf, type Tiers } from './tiers.ts'
import { createVitals, updateVitals, type EndpointsOptions, type Vitals } from './vitals.ts'

/** One instance of the target as the balancer sees it. */
export type Node<Way> = Vitals & { readonly way: Way }

/** The way to one endpoint; `close` lets what is in flight finish. */
export type Connection<Way> = { readonly way: Way; readonly close: () => Promise<void> }

export type Endpoints<Way> = {
  /** Those to pick from: the ready, else the draining, else the failing. Empty while nothing is known. */
  eligible(): readonly Node<Way>[]
  /** Of the eligible, those that are out, to be tried now and then. */
  out(): readonly Node<Way>[]
  all(): readonly Node<Way>[]
  current(): EndpointSet
  /** Waits for the registry's first word, at most `ms`. A set that is known to be empty is not waited for. */
  ready(ms: number): Promise<void>
  close(): Promise<void>
}

/** Keeps one connection per endpoint of the watched set, across every change of the set. */
export function createEndpoints<Way>(
  watched: Watched,
  connect: (endpoint: Endpoint, vitals: Vitals) => Connection<Way>,
  options: EndpointsOptions = {}
): Endpoints<Way> {
  const { clock = systemClock } = options
  const open = new Map<string, Opened<Way>>()
  let tiers = noTiers as Tiers<Way>
  const sort = (): void => {
    tiers = tiersOf([...open.values()].map(({ node }) => node))
  }
  const vitalsOptions = { ...options, tiers: () => tiers, onChange: sort }
  const apply = (set: EndpointSet): void => {
    const present = set.endpoints.filter(({ state }) => state !== 'gone')
    closeMissing(open, new Set(present.map(keyOf)))
    const begun = { now: clock.now(), usualMs: usualMs([...open.values()], clock.now()) }
    for (const endpoint of present) {
      const known = open.get(keyOf(endpoint))
      if (known !== undefined) updateVitals(known.node, endpoint, clock)
      else admit(open, createVitals(endpoint, begun, vitalsOptions), connect)
    }
    sort()
  }
  apply(watched.current())
  const stop = watched.onChange(apply)
  return {
    eligible: () => tiers.eligible,
    out: () => tiers.out,
    all: () => [...open.values()].map(({ node }) => node),
    current: () => watched.current(),
    async ready(ms) {
      if (watched.current().source === 'none') await watched.ready(ms)
    },
    async close() {
      stop()
      const closing = [...open.values()].map(({ connection }) => connection.close())
      open.clear()
      tiers = noTiers as Tiers<Way>
      await Promise.all(closing)
    }
  }
}

type Opened<Way> = { readonly node: Node<Way>; readonly connection: Connection<Way> }

/** An address that is none must not take the other endpoints with it: it came from outside. */
function admit<Way>(
  open: Map<string, Opened<Way>>,
  vitals: Vitals,
  connect: (endpoint: Endpoint, vitals: Vitals) => Connection<Way>
): void {
  try {
    const connection = connect(vitals.endpoint, vitals)
    const node = Object.assign(vitals, { way: connection.way })
    open.set(keyOf(vitals.endpoint), { node, connection })
  } catch {
    // Whoever cannot be reached is not there.
  }
}

function closeMissing<Way>(open: Map<string, Opened<Way>>, present: ReadonlySet<string>): void {
  for (const [key, { connection }] of open) {
    if (present.has(key)) continue
    open.delete(key)
    connection.close().catch(() => undefined)
  }
}

/** A new endpoint is thought to be as fast as the others; only slow start holds it back. */
function usualMs(opened: readonly Opened<unknown>[], now: number): number {
  if (opened.length === 0) return firstEstimateMs
  const sum = opened.reduce(
    (total, { node }) => total + node.load.read(now, node.pending).estimateMs,
    0
  )
  return sum / opened.length
}

function keyOf({ id, address, port }: Endpoint): string {
  return `${id} ${address}:${port}`
}
