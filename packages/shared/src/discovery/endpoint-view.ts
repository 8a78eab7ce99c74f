import type { Clock } from './clock.ts'
import type { Endpoint, EndpointSet, Mechanism, Watched } from './types.ts'

/** What is known of a service, and the way in which it changes. */
export type EndpointView = Watched & {
  /** Listeners hear only of endpoints that came, went or changed. Answers whether they did. */
  publish(set: Omit<EndpointSet, 'service' | 'mechanism'>): boolean
}

export function createEndpointView(
  service: string,
  clock: Clock,
  mechanism?: Mechanism
): EndpointView {
  const subject = { service, ...(mechanism !== undefined && { mechanism }) }
  let set: EndpointSet = { ...subject, endpoints: [], source: 'none', updatedAt: 0 }
  const listeners = new Set<(set: EndpointSet) => void>()
  const view: EndpointView = {
    current: () => set,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ready: timeoutMs =>
      new Promise(resolve => {
        if (isInhabited(set)) return resolve(set)
        const done = (): void => {
          stop()
          cancel()
          resolve(set)
        }
        const stop = view.onChange(changed => isInhabited(changed) && done())
        const cancel = clock.after(timeoutMs, done)
      }),
    publish(next) {
      const isChanged = contentOf(next.endpoints) !== contentOf(set.endpoints)
      set = { ...subject, ...next }
      if (isChanged) for (const listener of [...listeners]) listener(set)
      return isChanged
    }
  }
  return view
}

function isInhabited({ endpoints }: EndpointSet): boolean {
  return endpoints.some(({ state }) => state !== 'gone')
}

function contentOf(endpoints: readonly Endpoint[]): string {
  const lines = endpoints.map(({ id, address, port, version, state, weight }) =>
    JSON.stringify([id, address, port, version, state, weight])
  )
  return lines.toSorted().join('\n')
}
