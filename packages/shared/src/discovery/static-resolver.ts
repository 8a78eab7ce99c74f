import type { Endpoint, EndpointSet, Resolver, Watched } from './types.ts'

/** A resolver whose sets are given: for tests, and for a process that looks for nobody. */
export type StaticResolver = Resolver & {
  set(service: string, endpoints: readonly Endpoint[]): void
}

export function createStaticResolver(
  sets: Readonly<Record<string, readonly Endpoint[]>>
): StaticResolver {
  const known = new Map<string, EndpointSet>()
  const listeners = new Map<string, Set<(set: EndpointSet) => void>>()
  const put = (service: string, endpoints: readonly Endpoint[]): void => {
    const set: EndpointSet = { service, endpoints, source: 'live', updatedAt: 0 }
    known.set(service, set)
    for (const listener of listeners.get(service) ?? []) listener(set)
  }
  for (const [service, endpoints] of Object.entries(sets)) put(service, endpoints)
  const currentOf = (service: string): EndpointSet =>
    known.get(service) ?? { service, endpoints: [], source: 'none', updatedAt: 0 }
  const watch = (service: string): Watched => ({
    current: () => currentOf(service),
    onChange(listener) {
      const told = listeners.get(service) ?? new Set()
      listeners.set(service, told.add(listener))
      return () => void told.delete(listener)
    },
    ready: () => Promise.resolve(currentOf(service))
  })
  return { watch, set: put, close: () => Promise.resolve() }
}
