import type { Endpoint, EndpointSet, Watched } from './types.ts'

/** What is known of a service, and the two ways in which it changes. */
export type EndpointView = Watched & {
  /** The registry has told the set. */
  replace(endpoints: readonly Omit<Endpoint, 'since'>[]): void
  /** The registry does not answer: what was last known stays, without limit. */
  lose(): void
}

export function createEndpointView(service: string, clock: () => number): EndpointView {
  let set: EndpointSet = { service, endpoints: [], source: 'none', updatedAt: 0 }
  const listeners = new Set<(set: EndpointSet) => void>()
  const apply = (next: EndpointSet): void => {
    const isChanged = signatureOf(next) !== signatureOf(set)
    set = next
    if (isChanged) for (const listener of [...listeners]) listener(set)
  }
  const view: EndpointView = {
    current: () => set,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ready: timeoutMs =>
      new Promise(resolve => {
        if (set.endpoints.length > 0) return resolve(set)
        const done = (): void => {
          stop()
          clearTimeout(timer)
          resolve(set)
        }
        const stop = view.onChange(({ endpoints }) => {
          if (endpoints.length > 0) done()
        })
        const timer = setTimeout(done, timeoutMs)
      }),
    replace(endpoints) {
      const now = clock()
      const before = new Map(set.endpoints.map(endpoint => [endpoint.id, endpoint]))
      const dated = endpoints.map(endpoint => {
        const known = before.get(endpoint.id)
        return { ...endpoint, since: known?.state === endpoint.state ? known.since : now }
      })
      apply({ service, endpoints: dated, source: 'live', updatedAt: now })
    },
    lose() {
      if (set.source === 'live') apply({ ...set, source: 'last-known' })
    }
  }
  return view
}

/** Equal for sets that differ in nothing that a caller acts on. */
function signatureOf({ endpoints }: EndpointSet): string {
  return endpoints
    .map(({ id, address, port, state, weight }) => `${id} ${address}:${port} ${state} ${weight}`)
    .sort()
    .join('\n')
}
