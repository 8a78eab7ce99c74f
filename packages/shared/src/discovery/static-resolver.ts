import { systemClock } from './clock.ts'
import { createEndpointView, type EndpointView } from './endpoint-view.ts'
import type { Endpoint, Resolver } from './types.ts'

/** A resolver whose sets are given: for tests, and for a process that looks for nobody. */
export type StaticResolver = Resolver & {
  set(service: string, endpoints: readonly Endpoint[]): void
}

/** Nobody waits for a set here: what has been given is all there is. */
export function createStaticResolver(
  sets: Readonly<Record<string, readonly Endpoint[]>>
): StaticResolver {
  const views = new Map<string, EndpointView>()
  const viewOf = (service: string): EndpointView => {
    const view = views.get(service) ?? createEndpointView(service, systemClock)
    views.set(service, view)
    return view
  }
  const set = (service: string, endpoints: readonly Endpoint[]): void =>
    void viewOf(service).publish({ endpoints, source: 'live', updatedAt: 0 })
  for (const [service, endpoints] of Object.entries(sets)) set(service, endpoints)
  return {
    watch(service) {
      const { current, onChange } = viewOf(service)
      return { current, onChange, ready: () => Promise.resolve(current()) }
    },
    set,
    sets: () => [...views.values()].map(view => view.current()),
    close: () => Promise.resolve()
  }
}
